// @ts-check
// A piece of a table of text, answered: its cells become columns, and what is said of a row
// names its line.
import * as own from '../error.js';
import { reading } from './reader.js';

/**
 * What to read of each record.
 * @typedef {object} Plan
 * @property {number} delimiter
 * @property {boolean} comma whether numbers have a decimal comma
 * @property {number} width fields of a record
 * @property {[name: string, place: number, number: boolean][]} wanted
 * @property {number[]} kept places of columns that are handed on as text
 * @property {boolean} places whether to say where each record begins
 */
/**
 * Some records of a table.
 * @typedef {object} Piece
 * @property {Uint8Array} bytes
 * @property {number} line on which it begins
 * @property {number} start bytes of the table before it
 * @property {boolean} headed whether the first record is the header
 * @property {Plan} plan
 */

/**
 * The cells of a column of numbers; what is none stays text, and is refused as such.
 * @param {import('./reader.js').Table} table
 * @param {number} c
 */
const numbersOf = ({ numbers, codes, words }, c) => {
  const odd = codes(c);
  if (!odd.length) return numbers(c);
  /** @type {any[]} */
  const list = Array.from(numbers(c));
  for (let i = 0; i < odd.length; i += 2) list[odd[i]] = words[odd[i + 1]];
  return list;
};

/** @param {import('./reader.js').Table} table @param {number} c */
const textsOf = ({ codes, words }, c) => Array.from(codes(c), (code) => words[code]);

/**
 * Which row of the table each answer belongs to: ragged records have none.
 * @param {number} rows
 * @param {Uint32Array} ragged
 */
const placesOf = (rows, ragged) => {
  let before = 0;
  return Uint32Array.from({ length: rows }, (_, r) => {
    while (ragged[before * 3] <= r) before++;
    return r + before;
  });
};

/**
 * An array of answers with room for those that there are not.
 * @param {any} list
 * @param {number} width
 * @param {Uint32Array} places
 * @param {number} count
 */
const spread = (list, width, places, count) => {
  const all = new list.constructor(count * width).fill(list instanceof Int32Array ? -1 : NaN);
  places.forEach((at, r) => all.set(list.subarray(r * width, (r + 1) * width), at * width));
  return all;
};

/** How many numbers a row has in each output of a target. @param {any} target @returns {any} */
const widthsOf = ({ slots, task }) => ({ prediction: 1, probabilities: task.classes?.values.length, margin: slots.length });

/**
 * @param {any} found
 * @param {any[]} targets
 * @param {Uint32Array} places
 * @param {number} count
 */
const widened = (found, targets, places, count) => {
  const of = (/** @type {string} */ name, /** @type {any} */ list, t = 0) => list && spread(list, widthsOf(targets[t])[name], places, count);
  return Object.fromEntries(Object.entries(found).map(([name, list]) =>
    [name, targets.length > 1 ? list.map((/** @type {any} */ one, /** @type {number} */ t) => of(name, one, t)) : of(name, list)]));
};

/**
 * Where each record begins, in bytes of the table.
 * @param {Piece} piece
 * @param {number[]} lines of the records, in their order
 */
const beginnings = ({ bytes, line, start }, lines) => {
  let at = 0;
  return Float64Array.from(lines, (wanted) => {
    for (; line < wanted; line++) at = bytes.indexOf(10, at) + 1;
    return start + at;
  });
};

/** @type {{ key: string, reader: import('./reader.js').Reader } | undefined} */
let last;

/** @param {Plan} plan @param {import('./source.js').Fail} fail */
const readerOf = async (plan, fail) => {
  const key = JSON.stringify(plan);
  if (last?.key !== key) {
    last = { key, reader: (await reading(fail))(plan.delimiter) };
    last.reader.begin(plan);
  }
  return last.reader;
};

/**
 * @param {any} model its schema, and how it answers columns
 * @param {Piece} piece
 * @param {any} options
 * @param {import('./source.js').Fail} [fail]
 */
export const answer = async (model, piece, options, fail = own.fail) => {
  const { plan } = piece, table = (await readerOf(plan, fail)).read(piece), { rows, lines, ragged } = table;
  const columns = Object.fromEntries(plan.wanted.map(([name, , number], c) => [name, number ? numbersOf(table, c) : textsOf(table, c)]));
  const { warnings, errors, classes, ...lists } = model.predictColumns(columns, { ...options, coerce: true });
  const places = placesOf(rows, ragged), count = rows + ragged.length / 3;
  /** @param {any[]} issues */
  const placed = (issues) => issues.map((issue) => ({ ...issue, row: places[issue.row] ?? 0, line: lines[issue.row] ?? piece.line }));
  const torn = Array.from({ length: ragged.length / 3 }, (_, i) => ({
    row: ragged[i * 3] + i, code: 'bad-csv', line: ragged[i * 3 + 1],
    message: `${ragged[i * 3 + 2]} fields where the header has ${plan.width}`, hint: 'quote fields that hold the delimiter',
  }));
  /** A record's value, also where it is no row. @param {ArrayLike<any>} list @param {(i: number) => any} other */
  const every = (list, other) => {
    const all = Array(count);
    places.forEach((at, r) => { all[at] = list[r]; });
    torn.forEach(({ row }, i) => { all[row] = other(i); });
    return all;
  };
  return {
    ...plan.places && { places: beginnings(piece, every(lines, (i) => torn[i].line)) },
    ...plan.kept.length && { kept: plan.kept.map((_, k) => every(textsOf(table, plan.wanted.length + k), () => null)) },
    rows: count, ...torn.length ? widened(lists, model.schema.targets, places, count) : lists, ...classes && { classes },
    warnings: placed(warnings), errors: [...placed(errors), ...torn].sort((a, b) => a.row - b.row),
  };
};
