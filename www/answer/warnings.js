// @ts-check

import { exact } from '../numbers.js';
import { texts } from '../texts.js';
import { plainly } from '../words.js';

/** @typedef {{ column?: string | null, code: string, value?: unknown, closest?: any, message: string }} Warning */

/**
 * Says each warning beside its field.
 * @param {Warning[]} warnings
 * @param {import('../form/field.js').Field[]} fields
 * @param {{ schema: any, statistics: any }} model
 * @param {import('../words.js').Words} words
 * @returns {import('../form/field.js').Field[]} the fields that something was said about
 */
export function sayWarnings(warnings, fields, model, words) {
  const said = [];
  for (const warning of warnings) {
    const i = fields.findIndex((field) => field.name === warning.column);
    if (i < 0) continue;
    fields[i].say(wordsOf(warning, model.statistics?.columns[i], words), 'warning');
    said.push(fields[i]);
  }
  return said;
}

/** @param {Warning} warning @param {any} statistics @param {import('../words.js').Words} words */
function wordsOf(warning, statistics, words) {
  switch (warning.code) {
    case 'out-of-range':
      return texts.outOfRange(exact(statistics.min), exact(statistics.max));
    case 'unknown-level': {
      const closest = warning.closest == null ? '' : ` ${texts.closest(words(warning.column ?? '', warning.closest))}`;
      return texts.unknownLevel(plainly(/** @type {any} */ (warning.value))) + closest;
    }
    default:
      return warning.message;
  }
}
