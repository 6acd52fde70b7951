// @ts-check
// A table of text through a model, piece by piece: it is cut between records, each piece is
// read and answered by whoever is idle, and the answers come in order. No more is read than
// can be answered, so memory stays flat where the answers are taken block by block.
import { join } from '../join.js';
import { pace } from '../pace.js';
import { reading } from './reader.js';
import { open, together } from './source.js';

/**
 * Who answers.
 * @typedef {object} Crew
 * @property {any} schema
 * @property {number} hands how many answer at a time; one piece more is read meanwhile
 * @property {import('./source.js').Fail} fail
 * @property {import('../pace.js').Pace} pace in bytes
 * @property {(piece: import('./piece.js').Piece, options: any, signal: any) => Promise<{ result: any, took: number }>} ask
 */

/** As in Rust: an unclosed quote would otherwise swallow a file. */
const RECORD = 16 << 20;

/** Bytes of the first piece, before anything is known of the model's speed, and of the largest. */
export const pieces = () => pace(1 << 12, 1 << 22);

/** @param {string[]} names */
const list = (names) => names.length > 10 ? `${names.slice(0, 10).join(', ')}, ... (${names.length})` : names.join(', ');

/**
 * Where a column stands that somebody named, or counted.
 * @param {string[]} header
 * @param {string | number} named
 * @param {string} column that it is meant for
 * @param {import('./source.js').Fail} fail
 */
const placeOf = (header, named, column, fail) => {
  const place = typeof named === 'number' ? named : header.indexOf(named);
  return header[place] === undefined ? fail('missing-column', `the table has no column ${named}`, { column, hint: `it has ${list(header)}` }) : place;
};

/**
 * Which columns stand where. What the model does not read is left alone.
 * @param {string[]} header
 * @param {any[]} columns
 * @param {Record<string, string | number | null | undefined>} named where a column of the model has another name, or none
 * @param {import('./source.js').Fail} fail
 * @returns {import('./piece.js').Plan['wanted']}
 */
const wantedOf = (header, columns, named, fail) => {
  const said = (/** @type {string} */ name) => Object.hasOwn(named, name) && named[name] !== undefined;
  const at = (/** @type {string} */ name) => !said(name) ? header.indexOf(name) : named[name] === null ? -1 : placeOf(header, /** @type {any} */ (named[name]), name, fail);
  for (const name of Object.keys(named)) columns.some((column) => column.name === name) || fail('unknown-column', 'the model has no such column', { column: name });
  /** @type {any[]} */
  const wanted = columns.map(({ name, kind }) => [name, at(name), kind.type === 'numeric']).filter(([, place]) => place >= 0);
  const twice = wanted.find(([name, place]) => !said(name) && header.indexOf(name, place + 1) > 0);
  if (twice) fail('bad-csv', 'two columns have this name', { column: twice[0], line: 1 });
  wanted.length || !columns.length || fail('no-known-column', 'the first line, which names the columns, has no known column',
    { line: 1, hint: `it has ${list(header)}; the model has ${list(columns.map(({ name }) => name))}` });
  const lacking = columns.find(({ name, missing }) => !missing && !wanted.some(([found]) => found === name));
  const like = lacking && header.find((name) => name.toLowerCase() === lacking.name.toLowerCase());
  if (lacking) fail('missing-column', 'the table does not have it, and the model needs it', { column: lacking.name, hint: like ? `is it the table's ${like}?` : 'add it, or rename what holds it in the first line' });
  return wanted;
};

/**
 * The code of a delimiter.
 * @param {string} delimiter
 * @param {import('./source.js').Fail} fail
 */
const codeOf = (delimiter, fail) => /^[\t\x20-\x7e]$/.test(delimiter) && delimiter !== '"' ? delimiter.charCodeAt(0) : fail('bad-csv', 'a delimiter is one character of ASCII', { hint: "pass { delimiter: ';' }" });

/** @param {Uint8Array} bytes */
const linesOf = (bytes) => {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
};

/**
 * Gives the pieces of a table in order; at least one.
 * @param {Crew} crew
 * @param {any} text
 * @param {any} options
 * @returns {Promise<() => Promise<import('./piece.js').Piece | undefined>>}
 */
const cutter = async ({ schema, fail, pace }, { head, next }, { delimiter, decimal, columns, keep, places }) => {
  const reader = await reading(fail), code = delimiter == null ? reader(44).guess(head) : codeOf(delimiter, fail), cutter = reader(code);
  /** @type {Uint8Array[]} */
  let pending = [];
  let line = 1, start = 0, length = 0, end = 0, ended = false;
  /** @type {import('./piece.js').Plan | undefined} */
  let plan;

  /** @param {Uint8Array} bytes @returns {import('./piece.js').Piece | undefined} */
  const piece = (bytes) => {
    const began = line, at = start, headed = !plan, header = headed ? cutter.header(bytes) : [];
    line += linesOf(bytes);
    start += bytes.length;
    if (headed && !header.length) return ended ? fail('bad-csv', 'the table is empty', { hint: 'the first line names the columns' }) : undefined;
    plan ??= {
      delimiter: code, comma: decimal === ',', width: header.length, wanted: wantedOf(header, schema.columns, { ...columns }, fail),
      kept: Array.from(keep ?? [], (/** @type {any} */ named) => placeOf(header, named, named, fail)), places: !!places,
    };
    return { bytes, line: began, start: at, headed, plan };
  };

  const take = () => {
    const all = together(pending), cut = ended ? all.length : end;
    pending = [all.subarray(cut)];
    length = all.length - cut;
    end = 0;
    return piece(all.slice(0, cut));
  };

  return async () => {
    while (!ended) {
      const bytes = await next(Math.max(1, pace.size()));
      ended = !bytes;
      const cut = bytes ? cutter.cut(bytes) : 0;
      if (cut) end = length + cut;
      if (bytes) length += pending.push(bytes) && bytes.length;
      if (length - end > RECORD) fail('limit', 'a record of the CSV is longer than 16 MiB', { line, hint: 'look for a quote that is not closed' });
      const found = ended ? (length || !plan) && take() : end && length >= pace.size() && take();
      if (found) return found;
    }
  };
};

/**
 * @param {Crew} crew
 * @param {any} source
 * @param {any} asked options of the call
 */
export const predictCsv = async (crew, source, { progress, signal, onBlock, delimiter, decimal, encoding, columns, keep, places, ...options }) => {
  if (signal?.aborted) throw signal.reason;
  decimal == null || decimal === '.' || decimal === ',' || crew.fail('bad-csv', 'a decimal sign is a point or a comma');
  const text = await open(source, encoding, crew.fail), next = await cutter(crew, text, { delimiter, decimal, columns, keep, places });
  let stopped = false, rows = 0, failed = 0, turns = Promise.resolve();
  /** @type {import('../join.js').Part[]} */
  const parts = [];
  /** @type {Promise<any>} */
  let taking = Promise.resolve();

  /** The next piece, what was read until then, and when it is its turn. One takes after the other. */
  const take = () => taking = taking.then(async () => {
    const piece = await next(), bytes = text.read(), turn = turns;
    /** @type {any} */
    let over;
    turns = new Promise((resolve) => over = resolve);
    return piece && { piece, bytes, turn, over };
  });

  /** @param {any} answer @param {number} bytes */
  const give = async ({ rows: count, places, kept, ...answer }, bytes) => {
    const start = rows;
    rows += count;
    failed += new Set(answer.errors.map((/** @type {any} */ { row }) => row)).size;
    if (!onBlock) parts.push({ start, answer });
    else await onBlock({ start, rows: count, ...places && { places }, ...kept && { kept }, ...join([{ start, answer }]) });
    progress?.(bytes, text.total, rows);
  };

  const work = async () => {
    for (let taken; !stopped && (taken = await take());) {
      const { result, took } = await crew.ask(taken.piece, options, signal);
      crew.pace.learn(taken.piece.bytes.length, took);
      await taken.turn;
      if (!stopped) await give(result, taken.bytes);
      taken.over();
    }
  };

  /** @type {any} */
  let abort;
  try {
    const aborted = new Promise((_, reject) => signal?.addEventListener('abort', abort = () => reject(signal.reason)));
    await Promise.race([aborted, Promise.all(Array.from({ length: crew.hands + 1 }, work))]);
    return onBlock ? { rows, failed } : { rows, ...join(parts) };
  } finally {
    stopped = true;
    signal?.removeEventListener('abort', abort);
    Promise.resolve(text.stop()).catch(() => {});
  }
};
