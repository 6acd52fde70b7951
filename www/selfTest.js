// @ts-check

import { element } from './element.js';
import { count, exact } from './numbers.js';
import { texts } from './texts.js';

/**
 * What came of the model's reference rows; `holds` is null where it has none.
 * @typedef {{ holds: boolean | null, rows: number, said: string }} Tested
 */

/** @type {WeakMap<object, Tested>} the page says it in two places */
const known = new WeakMap();

/**
 * Whether the model's reference rows get the same answers here: a tick, or all that is wrong.
 * @param {any} model
 */
export function seal(model) {
  const tested = of(model);
  if (tested.holds === null) return null;
  return marked('li', tested, tested.holds ? texts.same(count(tested.rows)) : sentence(tested));
}

/** The same, in a sentence. @param {any} model */
export const selfTest = (model) => marked('p', of(model), sentence(of(model)));

/** @param {Tested} tested */
const sentence = ({ holds, said }) => `${texts.selfTest(holds)} ${said}`;

/** @param {'li' | 'p'} name @param {Tested} tested @param {string} text */
function marked(name, { holds }, text) {
  const mark = holds !== null && element('span', { class: 'mark', 'aria-hidden': 'true' }, holds ? '✓' : '✗');
  return element(name, { class: holds === false ? 'self-test broken' : 'self-test' }, mark, element('span', {}, text));
}

/** @param {any} model @returns {Tested} */
function of(model) {
  const tested = known.get(model) ?? test(model);
  known.set(model, tested);
  return tested;
}

/** @param {any} model @returns {Tested} */
function test(model) {
  try {
    const { rows, passed, maxAbsDifference, verdict } = model.selfTest();
    const holds = rows ? passed === rows : null;
    const differs = holds === false && maxAbsDifference > 0;
    return { holds, rows, said: differs ? `${verdict} ${texts.differs(exact(maxAbsDifference))}` : verdict };
  } catch (error) {
    return { holds: false, rows: 0, said: String(/** @type {any} */ (error).message) };
  }
}
