// @ts-check

import { element } from './element.js';
import { exact } from './numbers.js';
import { texts } from './texts.js';

/**
 * In one line: whether the model's reference rows get the same answers here.
 * @param {any} model
 */
export function selfTest(model) {
  const { holds, said } = tested(model);
  const mark = holds == null ? '' : element('span', { class: 'mark', 'aria-hidden': 'true' }, holds ? '✓' : '✗');
  return element('p', { class: holds === false ? 'self-test broken' : 'self-test' }, mark, `${texts.selfTest(holds)} ${said}`);
}

/** @param {any} model @returns {{ holds: boolean | null, said: string }} */
function tested(model) {
  try {
    const { rows, passed, maxAbsDifference, verdict } = model.selfTest();
    const holds = rows ? passed === rows : null;
    const differs = holds === false && maxAbsDifference > 0;
    return { holds, said: differs ? `${verdict} ${texts.differs(exact(maxAbsDifference))}` : verdict };
  } catch (error) {
    return { holds: false, said: String(/** @type {any} */ (error).message) };
  }
}
