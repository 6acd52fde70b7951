// @ts-check

/** Two a second, no more: a screen reader has to follow. */
const PAUSE = 500;

/**
 * Says texts through a live region: the newest, at most two a second, none twice.
 * @param {HTMLElement} region
 * @returns {(text: string) => void}
 */
export function announcer(region) {
  let waiting = 0;
  let next = '';
  const say = () => {
    waiting = 0;
    if (region.textContent !== next) region.textContent = next;
  };
  return (text) => {
    next = text;
    waiting ||= window.setTimeout(say, PAUSE);
  };
}
