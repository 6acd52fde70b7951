// @ts-check
// A page that is served works without a network from its second visit on, and may be installed.
import { element } from '../element.js';
import { texts } from '../texts.js';

/** Whether somebody pressed the button; another page of this one may have. */
let wanted = false;

const { serviceWorker } = navigator;
// Not over http, nor in a frame without an origin.
if (serviceWorker) void keep(serviceWorker).catch(() => {});

/** @param {ServiceWorkerContainer} container */
async function keep(container) {
  const before = container.controller;
  // The page comes first.
  if (document.readyState !== 'complete') await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  const registration = await container.register('service-worker.js');
  container.addEventListener('controllerchange', () => before && (wanted ? location.reload() : offer(() => location.reload())));
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', () => newer(container, registration)));
  newer(container, registration);
  document.addEventListener('visibilitychange', () => document.hidden || registration.update().catch(() => {}));
}

/** A newer version waits until nobody uses the old one, or until it is asked for. @param {ServiceWorkerContainer} container @param {ServiceWorkerRegistration} registration */
function newer(container, registration) {
  if (container.controller && registration.waiting) offer(() => {
    wanted = true;
    registration.waiting?.postMessage('begin');
  });
}

/** @param {() => void} take */
function offer(take) {
  const button = element('button', { type: 'button', class: 'quiet' }, texts.newerTake);
  button.addEventListener('click', take);
  document.querySelector('.newer')?.remove();
  document.body.prepend(element('div', { class: 'newer', role: 'status' }, element('p', {}, texts.newer), button));
}
