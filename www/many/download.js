// @ts-check
// The answers as a file, written piece by piece into blobs, so that neither memory nor the
// page feels how long it is.

import { element } from '../element.js';

/** What a spreadsheet would run gets an apostrophe in front: as `windowbox predict` has it. */
const FORMULA = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;

/** So many rows are read at once. */
const CHUNK = 500;
/** How long it writes before the page has its turn, in ms. */
const TURN = 12;

/** @param {string} text */
const safe = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/**
 * @typedef {object} Written
 * @property {string} head
 * @property {(row: number, own: string[], shares: Float64Array[], at: number) => string} line
 */

/**
 * A record a row, in the manner of the file: its delimiter, its decimal sign.
 * @param {import('./answers.js').Answers} answers
 * @param {import('./source.js').Table} table
 * @param {boolean} own whether with the file's own columns
 * @returns {Written}
 */
export function asCsv({ schema, targets }, { header, delimiter, comma }, own) {
  const quoted = (/** @type {string} */ cell) => (cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const record = (/** @type {string[]} */ cells) => `${cells.length === 1 && !cells[0] ? '""' : cells.map(quoted).join(delimiter)}\r\n`;
  const number = (/** @type {number} */ x) => (Number.isNaN(x) ? '' : comma ? String(x).replace('.', ',') : String(x));
  const named = (/** @type {string} */ what, /** @type {any} */ target) => (targets.length > 1 ? `${what}.${target.name}` : what);
  const names = schema.targets.flatMap((/** @type {any} */ target) => [named('prediction', target),
    ...(target.task.classes?.values ?? []).map((/** @type {any} */ label) => `${named('probability', target)}.${label}`)]);
  const cells = (/** @type {any} */ { task }, /** @type {number} */ x, /** @type {Float64Array} */ shares, /** @type {number} */ at) => {
    if (!task.classes) return [number(x)];
    const { type, values } = task.classes, label = String(values[x] ?? '');
    return [type === 'string' ? safe(label) : label, ...values.map((/** @type {any} */ _, /** @type {number} */ c) => number(shares[at * values.length + c]))];
  };
  return {
    head: record([...(own ? header.map(safe) : []), ...names]),
    line: (row, fields, shares, at) => record([
      ...(own ? header.map((_, i) => safe(fields[i] ?? '')) : []),
      ...schema.targets.flatMap((/** @type {any} */ target, /** @type {number} */ t) => cells(target, targets[t].values.list[row], shares[t], at)),
    ]),
  };
}

/**
 * An object a line.
 * @param {import('./answers.js').Answers} answers
 * @param {import('./source.js').Table} table
 * @param {boolean} own whether with the file's own columns
 * @returns {Written}
 */
export function asJson({ schema, targets }, { header }, own) {
  const each = (/** @type {(t: number) => any} */ value) => (targets.length > 1 ? targets.map((/** @type {any} */ _, /** @type {number} */ t) => value(t)) : value(0));
  return {
    head: '',
    line(row, fields, shares, at) {
      const answer = (/** @type {number} */ t) => {
        const { task } = schema.targets[t], x = targets[t].values.list[row];
        return Number.isNaN(x) ? null : task.classes ? task.classes.values[x] : Number.isFinite(x) ? x : String(x);
      };
      const share = (/** @type {number} */ t) => {
        const values = schema.targets[t].task.classes?.values;
        return values && answer(t) !== null ? Object.fromEntries(values.map((/** @type {any} */ label, /** @type {number} */ c) => [label, shares[t][at * values.length + c]])) : null;
      };
      const record = own && { record: Object.fromEntries(header.map((name, i) => [name, fields[i] ?? null])) };
      return `${JSON.stringify({ ...record, prediction: each(answer), probabilities: each(share) })}\n`;
    },
  };
}

/**
 * @param {Written} written
 * @param {import('./answers.js').Answers} answers
 * @param {import('./rows.js').Rows | null} rows where the file's own columns are wanted
 * @param {(share: number) => void} tell
 */
export async function fileOf(written, answers, rows, tell) {
  const parts = [new Blob([written.head])];
  for (const block of answers.blocks) {
    const shares = sharesOf(await block.probabilities.arrayBuffer(), block.rows, answers.schema.targets);
    for (let start = 0; start < block.rows; start += CHUNK) {
      const end = Math.min(block.rows, start + CHUNK), own = rows ? await rows.between(block.start + start, block.start + end) : [];
      parts.push(new Blob(await lines(written, block.start, start, end, own, shares)));
      tell((block.start + end) / answers.rows);
    }
  }
  return new Blob(parts);
}

/** @param {Written} written @param {number} first row of the block @param {number} start @param {number} end @param {string[][]} own @param {Float64Array[]} shares */
async function lines(written, first, start, end, own, shares) {
  const all = [];
  let turn = performance.now();
  for (let at = start; at < end; at++) {
    all.push(written.line(first + at, own[at - start] ?? [], shares, at));
    if (at % 100 || performance.now() - turn < TURN) continue;
    await new Promise((resolve) => setTimeout(resolve));
    turn = performance.now();
  }
  return all;
}

/** The probabilities of each target: they lie one behind the other. @param {ArrayBuffer} buffer @param {number} rows @param {any[]} targets */
function sharesOf(buffer, rows, targets) {
  let at = 0;
  return targets.map(({ task }) => {
    const length = rows * (task.classes?.values.length ?? 0);
    return new Float64Array(buffer, (at += length * 8) - length * 8, length);
  });
}

/** Gives a file to whoever reads the page. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const href = URL.createObjectURL(blob);
  element('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
