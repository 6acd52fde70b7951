// @ts-check
// Rows to the answer that the tutorials' servers give, and some more.
import { Problem } from './problem.js';

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** What a parameter may be, and what it says. @type {Record<string, boolean | undefined>} */
export const FLAGS = { __proto__: /** @type {any} */ (null), '': true, 1: true, true: true, True: true, 0: false, false: false, False: false };

/** @param {string} query @param {string} name */
const flag = (query, name) => {
  if (!query) return false;
  const value = new URLSearchParams(query).get(name), is = value == null ? false : FLAGS[value];
  return is ?? refused(new Problem(400, 'bad-parameter', `${name} is 1 or 0, not ${JSON.stringify(value?.slice(0, 60))}`));
};

/** @param {Error} error @returns {never} */
const refused = (error) => {
  throw error;
};

/** JSON has no other numbers. @param {any} answer @returns {boolean} */
const finite = (answer) => typeof answer === 'number' ? Number.isFinite(answer) : !Array.isArray(answer) || answer.every(finite);

/**
 * An answer that JSON cannot say is none.
 * @param {any} found
 */
const sayable = (found) => {
  found.prediction.forEach((/** @type {any} */ answer, /** @type {number} */ row) => {
    if (finite(answer)) return;
    found.prediction[row] = null;
    found.errors.push({ row, code: 'no-answer', message: 'the row is answered by a number that is not finite, which JSON has no word for' });
  });
  return found;
};

/** A list as Python prints it. @param {any} value @returns {string} */
const python = (value) => Array.isArray(value) ? `[${value.map(python).join(', ')}]`
  : value === null ? 'None' : value === true ? 'True' : value === false ? 'False'
  : typeof value === 'string' ? `'${value.replace(/['\\]/g, '\\$&')}'` : `${value}`;

/**
 * One row takes the short way, where nothing is wrong with it.
 * @param {any} model
 * @param {any[]} rows
 * @param {any} asked
 */
const answers = async (model, rows, asked) => {
  if (rows.length === 1) {
    try {
      const { prediction, probabilities, warnings } = await model.predictOne(rows[0], asked);
      return { prediction: [prediction], ...(probabilities && { probabilities: [probabilities] }), warnings, errors: [] };
    } catch (/** @type {any} */ error) {
      if (!error.errors) throw error;
    }
  }
  const { prediction, probabilities, warnings, errors } = await model.predict(rows, asked);
  return { prediction, ...(probabilities && { probabilities }), warnings, errors };
};

/** @param {any[]} rows @param {any} found */
const refusal = (rows, { errors, warnings }) => new Problem(422, 'no-answer', rows.length === 1
  ? errors[0].message : `none of ${rows.length} rows has an answer; the first: ${errors[0].message}`, { errors, warnings });

/**
 * @param {any} model
 * @param {any} shown what each answer says of it
 * @param {{ strict: boolean, coerce: boolean, text: boolean }} options
 */
export const answerer = (model, shown, { strict, coerce, text }) => {
  const [short, long] = [false, true].map((probabilities) => ({ probabilities, strict, coerce })), tail = `,"model":${JSON.stringify(shown)}}`;
  /**
   * @param {import('./http.js').Call} call
   * @param {() => Promise<any[]>} read
   * @returns {Promise<import('./http.js').Reply>}
   */
  return async ({ query }, read) => {
    const asked = flag(query, 'proba') ? long : short, rows = await read();
    const found = sayable(await answers(model, rows, asked));
    if (rows.length && found.prediction.every((/** @type {any} */ answer) => answer === null)) throw refusal(rows, found);
    if (text) found.prediction = python(found.prediction);
    return { status: 200, headers: HEADERS, body: JSON.stringify(found).slice(0, -1) + tail };
  };
};
