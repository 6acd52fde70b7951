// @ts-check
// A body as rows: a record, a list of them, or the columns of a data frame.
import { Problem } from './problem.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @param {string} detail @param {string} [hint] */
const bad = (detail, hint) => new Problem(400, 'bad-json', detail, { hint });

/**
 * @param {Uint8Array} bytes
 * @returns {any}
 */
const parse = (bytes) => {
  let text = '';
  try {
    text = utf8.decode(bytes);
    const value = JSON.parse(text);
    // `json.dumps(frame.to_json())` is text in text.
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch (/** @type {any} */ error) {
    if (!bytes.length) throw bad('the body is empty', 'send a record or a list of records');
    throw bad(error instanceof SyntaxError ? error.message : 'the body is not UTF-8');
  }
};

/** @param {string | null | undefined} type */
const isJson = (type) => !type || /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type);

/** @param {number} bytes */
const large = (bytes) => new Problem(413, 'limit', `a body has at most ${bytes} bytes`, { hint: 'send fewer rows at a time' });

/**
 * The JSON of a request's body.
 * @param {import('./http.js').Call} call
 * @param {{ bytes: number }} limits
 * @param {boolean} force whatever its type
 */
export const jsonOf = async ({ header, body }, { bytes: limit }, force) => {
  const type = header('content-type'), coding = header('content-encoding');
  if (!force && !isJson(type)) {
    throw new Problem(415, 'bad-content-type', `the body is ${String(type).slice(0, 60)}, not JSON`, { hint: 'Content-Type: application/json' }, { accept: 'application/json' });
  }
  if (coding && coding !== 'identity') throw new Problem(415, 'bad-content-type', 'the body is compressed', { hint: 'send it as it is' }, { 'accept-encoding': 'identity' });
  if (Number(header('content-length')) > limit) throw large(limit);
  const bytes = await body(limit);
  if (!bytes) throw large(limit);
  return parse(bytes);
};

/**
 * What pandas makes a frame of, and of a frame: `{ column: [cells] }` or `{ column: { index: cell } }`.
 * @param {any} value
 */
const isFrame = (value) => {
  const columns = Object.values(value);
  return columns.length > 0 && columns.every((cells) => typeof cells === 'object' && cells);
};

/** @param {any} cells @returns {number} */
const lengthOf = (cells) => Array.isArray(cells) ? cells.length : Object.keys(cells).length;

/** @param {any} frame @param {(rows: number) => void} check */
const recordsOf = (frame, check) => {
  const columns = Object.entries(frame), [[first, cells]] = columns, length = lengthOf(cells);
  check(length);
  for (const [name, other] of columns) {
    if (lengthOf(other) !== length) throw new Problem(422, 'column-length', `"${name.slice(0, 60)}" has ${lengthOf(other)} rows, "${first.slice(0, 60)}" ${length}`);
  }
  return Object.keys(cells).map((index) => Object.fromEntries(columns.map(([name, list]) => [name, list[index]])));
};

/**
 * Names of columns as clients send them. Two for one column, and the second is left as it is:
 * then it is unknown, and said.
 * @param {Map<string, string>} names
 */
const renamer = (names) => (/** @type {any} */ row) => {
  if (typeof row !== 'object' || !row || Array.isArray(row)) return row;
  const named = new Map(Object.entries(row));
  for (const [alias, name] of names) {
    if (!named.has(alias) || named.has(name)) continue;
    named.set(name, named.get(alias));
    named.delete(alias);
  }
  return Object.fromEntries(named);
};

/**
 * The rows of a body.
 * @param {any} value
 * @param {Map<string, string>} names
 * @param {{ rows: number }} limits
 * @returns {any[]}
 */
export const rowsOf = (value, names, { rows: limit }) => {
  const check = (/** @type {number} */ rows) => {
    if (rows > limit) throw new Problem(413, 'limit', `a request has at most ${limit} rows, not ${rows}`, { hint: 'send fewer at a time' });
  };
  if (Array.isArray(value)) check(value.length);
  const rows = Array.isArray(value) ? value : value && typeof value === 'object' && isFrame(value) ? recordsOf(value, check) : [value];
  return names.size ? rows.map(renamer(names)) : rows;
};
