// @ts-check
// The page consists of modules: where one of them is lost, none runs but this, which says so.

/** As long as it is there, nothing has taken its place. */
const waiting = () => document.querySelector('.loading');

/** A script that did not arrive, or that could not run. @param {Event} event */
function lost(event) {
  if (!(event.target === window || event.target instanceof HTMLScriptElement)) return;
  waiting()?.querySelector('[role=status]')?.remove();
  waiting()?.querySelector('.lost')?.removeAttribute('hidden');
  waiting()?.parentElement?.removeAttribute('aria-busy');
}

window.addEventListener('error', lost, { capture: true });
// Modules came: what is said of opening the page by double-click is not what is wrong.
waiting()?.querySelector('.late')?.remove();
