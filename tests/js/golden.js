// The golden cases: their rows as a caller has them, and answers to the bit.
import { readdirSync } from 'node:fs';
import { golden } from './packages.js';

/** The names of all cases. */
export const cases = readdirSync(new URL('../golden/', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

/** A cell of input.json as a caller writes it. */
const cell = (value, { kind }) => value === null ? null
  : /^-?Infinity$/.test(value) && kind.type === 'numeric' ? Number(value) : value;

const hex = (x) => {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
  return Number.isNaN(x) ? 'f'.repeat(16) : bits.toString(16).padStart(16, '0');
};

/** The lines of bits.txt that hold answers: margins, scores, class. */
export const expected = (name) => golden(name, 'bits.txt').toString().split('\n').filter((line) => /^[0-9a-f]{16} /.test(line)).map((line) => line.trim());

/** The rows of a case, as they are written. */
const rowsOf = (name) => JSON.parse(golden(name, 'input.json')).rows;

/** Its columns as a caller has them. */
export const inputOf = (model, name) => {
  const rows = rowsOf(name);
  return Object.fromEntries(model.schema.columns.map((column, c) => [column.name, rows.map((row) => cell(row[c], column))]));
};

/** The same as bits.txt has them. */
export const answers = (model, name) => {
  const { targets } = model.schema, input = inputOf(model, name);
  const { margin, probabilities, prediction } = model.predictColumns(input, { margin: true, probabilities: true });
  const all = (values) => targets.length > 1 ? values : [values];
  return rowsOf(name).map((_, row) => targets.flatMap((target, t) => {
    const part = (values, width) => [...all(values)[t].subarray(row * width, (row + 1) * width)].map(hex);
    const classes = target.task.classes?.values.length, code = all(prediction)[t][row];
    return [...part(margin, target.slots.length), ...classes ? part(probabilities, classes) : part(prediction, 1), classes ? Math.max(code, 0) : 0];
  }).join(' '));
};
