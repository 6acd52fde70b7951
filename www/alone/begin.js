// @ts-check
import '../lost.js';
import '../main.js';
import './speak.js';

// In a frame that is made of a text, links lead from the address of the page around it.
if (location.protocol === 'about:') document.addEventListener('click', (event) => {
  const link = /** @type {Element} */ (event.target).closest?.('a[href^="#"]');
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  location.hash = link.getAttribute('href') ?? '';
});
