// @ts-check
// Asking a model, loaded or in workers, about records that differ in one column.

/**
 * Goes on with a value, now or once it is there: so a loaded model answers at once, and one in workers later.
 * @param {any} value
 * @param {(value: any) => any} next
 */
export const after = (value, next) => typeof value?.then === 'function' ? value.then(next) : next(value);

/** The same for all of them. @param {any[]} values @param {(values: any[]) => any} next */
export const afterAll = (values, next) => values.some((value) => typeof value?.then === 'function') ? Promise.all(values).then(next) : next(values);

/**
 * What a record has of the model's columns, each read once.
 * @param {any} model
 * @param {any} record
 * @returns {Record<string, any>}
 */
export const cells = ({ schema }, record) => Object.fromEntries(schema.columns
  .map((/** @type {any} */ { name }) => [name, record?.[name]])
  .filter((/** @type {[string, any]} */ [, value]) => value !== undefined));

/** The number that a cell holds, if it does. @param {any} cell */
export const number = (cell) => Number.isFinite(cell) ? /** @type {number} */ (cell) : undefined;
