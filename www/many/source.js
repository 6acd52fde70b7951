// @ts-check
// A file as a table: its encoding, what stands between its fields, and its first rows. All
// that follows reads it as UTF-8, slice by slice.

import { tables } from '../source.js';
import { texts } from '../texts.js';

/**
 * @typedef {object} Table
 * @property {string} name of the file
 * @property {Blob & { name?: string }} file as it came
 * @property {Blob} text the same as UTF-8, without a mark
 * @property {string} encoding
 * @property {string} delimiter
 * @property {boolean} comma whether numbers have a decimal comma
 * @property {string[]} header
 * @property {string[][]} first rows
 * @property {(bytes: Uint8Array) => string[]} fields of a record
 * @property {(bytes: Uint8Array) => string[][]} records as long as the header
 */
/** @typedef {{ encoding?: string, delimiter?: string, comma?: boolean }} Given what somebody said of it */

/** On so many bytes it is decided what a table is. */
const HEAD = 1 << 16;

/** @param {string} code @param {string} message @param {object} [more] @returns {never} */
const fail = (code, message, more) => {
  throw Object.assign(new Error(message), { code, ...more });
};

/** @param {Blob} blob */
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/**
 * @param {Blob & { name?: string }} file
 * @param {Given} [given]
 * @returns {Promise<Table>}
 */
export async function tableOf(file, given = {}) {
  const { encodingOf, reading } = await tables();
  const [found, mark] = encodingOf(await bytesOf(file.slice(0, HEAD)));
  const encoding = given.encoding ?? found;
  const text = await withoutHint(encoding === 'utf-8' ? file.slice(found === 'utf-8' ? mark : 0) : await transcoded(file, encoding));
  const head = await bytesOf(text.slice(0, HEAD)), reader = await reading(fail);
  const delimiter = given.delimiter ?? String.fromCharCode(reader(44).guess(head));
  const make = () => reader(delimiter.charCodeAt(0)), header = head.length ? make().header(head) : [];
  if (!header.length) fail('bad-csv', texts.many.emptyTable);
  const one = make(), first = firstOf(make(), head, header.length);
  return {
    name: file.name ?? texts.many.pasted, file, text, encoding, delimiter, header, first,
    comma: given.comma ?? hasComma(first, delimiter), fields: fieldsOf(make(), header.length),
    records: (bytes) => read(one, bytes, header.length).records,
  };
}

/** @param {Blob} file @param {string} encoding */
async function transcoded(file, encoding) {
  const decoder = /** @type {any} */ (new TextDecoderStream(encoding, { fatal: true }));
  const stream = file.stream().pipeThrough(decoder).pipeThrough(new TextEncoderStream());
  return new Response(stream).blob().catch(() => fail('bad-text', texts.many.notEncoded(encoding)));
}

/** Excel's own first line, `sep=;`, is none of the table. @param {Blob} text */
async function withoutHint(text) {
  const [hint] = (await text.slice(0, 8).text()).match(/^sep=.\r?\n/i) ?? [''];
  return text.slice(hint.length);
}

/** The records of a piece, each cell as text. @param {any} reader @param {Uint8Array} bytes @param {number} width */
function read(reader, bytes, width) {
  reader.begin({ width, comma: false, wanted: Array.from({ length: width }, (_, i) => ['', i, false]) });
  const { rows, codes, words, ragged } = reader.read({ bytes, line: 1, headed: false });
  const columns = Array.from({ length: width }, (_, c) => Array.from(codes(c), (/** @type {number} */ code) => words[code]));
  return { records: Array.from({ length: rows }, (_, r) => columns.map((column) => column[r])), ragged };
}

/** The rows of the beginning of a table. @param {any} reader @param {Uint8Array} head @param {number} width */
function firstOf(reader, head, width) {
  const end = reader.cut(head);
  return read(reader, end ? head.slice(0, end) : head, width).records.slice(1, 101);
}

/** Reads a single record, of whatever length. @param {any} reader @param {number} width */
const fieldsOf = (reader, width) => (/** @type {Uint8Array} */ bytes) => {
  const { records, ragged } = read(reader, bytes, width);
  return records[0] ?? (ragged.length ? read(reader, bytes, ragged[2]).records[0] : []);
};

/** Whether more cells look like `1,5` than like `1.5`; between commas, `1,500` are thousands. @param {string[][]} rows @param {string} delimiter */
function hasComma(rows, delimiter) {
  const cells = rows.flat();
  const like = (/** @type {RegExp} */ form) => cells.filter((cell) => form.test(cell.trim())).length;
  return like(delimiter === ',' ? /^[+-]?\d*,(\d{1,2}|\d{4,})$/ : /^[+-]?\d*,\d+$/) > like(/^[+-]?\d*\.\d+$/);
}
