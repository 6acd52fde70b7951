// @ts-check

/** Milliseconds of work at a stretch; less than a frame has. */
const STRETCH = 8;
/** After this long a pause of typing, work comes that takes longer. */
const PAUSE = 160;

/**
 * Does work when nobody types: a new list takes the place of what is left of the old one.
 * A list that took long waits for a pause, so that typing never stutters.
 * @returns {(work: (() => void)[]) => void}
 */
export function queue() {
  let waiting = 0, slowest = 0;
  return (work) => {
    clearTimeout(waiting);
    const left = [...work];
    const go = () => {
      const start = performance.now();
      while (left.length && performance.now() - start < STRETCH) slowest = Math.max(slowest * 0.98, timed(left));
      waiting = left.length ? window.setTimeout(go, 1) : 0;
    };
    waiting = window.setTimeout(go, slowest > STRETCH ? PAUSE : 1);
  };
}

/** @param {(() => void)[]} left */
function timed(left) {
  const start = performance.now();
  left.shift()?.();
  return performance.now() - start;
}
