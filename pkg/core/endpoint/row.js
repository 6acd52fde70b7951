// @ts-check
// A row of the model as JSON Schema.

/** Longer lists of levels help nobody. */
const LEVELS = 1000;

const NUMBER = '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?';
const TRUTH = '[Tt]rue|TRUE|[Ff]alse|FALSE|1|0';
/** What files mean a missing cell by. */
const MISSING = 'NA|N/A|n/a|NaN|nan|null|NULL|None';

/** Text that is read as what it says. @param {string} words @param {boolean} missing */
const text = (words, missing) => ({ type: 'string', pattern: `^(${words}${missing ? `||${MISSING}` : ''})$` });

/** Text that is not read as a missing cell. */
const PRESENT = { type: 'string', pattern: `^(?!\\s*(${MISSING})?\\s*$)` };

/** What a level may be that training never saw. @type {Record<string, (there: boolean) => any[]>} */
const UNSEEN = {
  string: (there) => there ? [PRESENT, { type: 'number' }] : [{ type: ['string', 'number'] }],
  number: () => [{ type: 'number' }],
  boolean: () => [{ type: 'boolean' }],
};

/**
 * The alternatives of a column with levels: those that training saw first, for people.
 * @param {any} levels
 * @param {boolean} known whether there are no others
 * @param {boolean} there whether text that means missing is refused
 */
const levelsOf = ({ type, values }, known, there) => {
  const all = values.length <= LEVELS;
  return [...(all ? [{ enum: values }] : []), ...(known && all ? [] : UNSEEN[type](there))];
};

/** Text for a level that is no text: what cannot be read as one is a level that training never saw. @param {string} unseen @param {boolean} missing */
const read = (unseen, missing) => unseen === 'refused' ? text(NUMBER, missing) : missing ? { type: 'string' } : PRESENT;

/** @param {any} column @param {any} options */
const alternatives = ({ kind: { type, levels, unseen, format }, missing, statistics }, { coerce, strict }) => {
  if (levels) return [...levelsOf(levels, strict || unseen === 'refused', coerce && !missing), ...(coerce && levels.type !== 'string' ? [read(unseen, missing)] : [])];
  if (type === 'text') return [{ type: format ? 'string' : ['string', 'number'] }];
  if (type === 'boolean') return [{ type: 'boolean' }, ...(coerce ? [text(TRUTH, missing), { enum: [1, 0] }] : [])];
  // Elsewhere a number outside the range is answered, with a warning.
  const range = strict && statistics?.min != null ? { minimum: statistics.min, maximum: statistics.max } : {};
  return [{ type: 'number', ...range }, ...(coerce ? [text(NUMBER, missing)] : [])];
};

/** @param {any} column */
const words = ({ unit, description, kind, statistics }) => [
  unit && `In ${unit}`, description, kind.format && `A ${kind.format}`,
  statistics?.min != null && `${statistics.min} to ${statistics.max} in training`,
].filter(Boolean).map((/** @type {string} */ sentence) => `${sentence.replace(/\.$/, '')}.`).join(' ');

/** @param {any} column @param {any} options */
const cellOf = (column, options) => {
  const { missing, label, name } = column, all = alternatives(column, options), description = words(column);
  if (missing) all.push({ type: 'null' });
  return { title: label || name, ...(description && { description }), ...(all.length === 1 ? all[0] : { anyOf: all }) };
};

/** The name that clients are told. @param {Map<string, string>} names @param {string} name */
const told = (names, name) => [...names].find(([, is]) => is === name)?.[0] ?? name;

/**
 * @param {any[]} columns
 * @param {{ names: Map<string, string>, coerce: boolean, strict: boolean }} options
 */
export const rowOf = (columns, options) => {
  const { names, strict } = options;
  const all = columns.map((column) => /** @type {[string, any]} */ ([told(names, column.name), column]));
  const needed = all.filter(([, { missing }]) => strict || !missing).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(([name, column]) => [name, cellOf(column, options)])),
    ...(needed.length ? { required: needed } : columns.length && { anyOf: all.map(([name]) => ({ required: [name] })) }),
    ...(strict && { additionalProperties: false }),
  };
};

/** What a date looks like, by the first word of its format. @type {Record<string, string>} */
const DATES = { date: '2024-06-15', time: '12:30:00', 'date-time': '2024-06-15T12:30:00', duration: '1:30:00' };

/** The median or the commonest level. @param {any} column */
const middle = (column) => {
  const { kind: { type, levels, format = '', integer }, statistics } = column, counts = statistics?.levels ?? [];
  const commonest = Math.max(0, counts.indexOf(Math.max(...counts)));
  if (levels) return levels.values[commonest] ?? null;
  if (type === 'boolean') return commonest === 1;
  if (type === 'text') return DATES[format.split(' ')[0]] ?? 'some text';
  const median = statistics?.quantiles[10] ?? 0;
  return integer ? Math.round(median) : median;
};

/** A row in the middle of what training saw. @param {any[]} columns @param {Map<string, string>} names */
export const exampleOf = (columns, names) => Object.fromEntries(columns.map((column) => [told(names, column.name), middle(column)]));
