// @ts-check

/**
 * What an object says: the rest is left out, not undefined.
 * @param {Record<string, any>} all
 */
export const said = (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value != null));

/**
 * The one error of this package: `code` is stable, the message is for people.
 * Also `hint`, `row`, `column`, `fault`, `cause` and `errors`, where there are any.
 */
export class WindowboxError extends Error {
  static name = 'WindowboxError';

  /** @param {Record<string, any>} parts */
  constructor({ message, ...parts }) {
    super(message);
    Object.assign(this, said(parts));
  }

  get name() {
    return 'WindowboxError';
  }
}

/**
 * What is thrown becomes an error of ours; Rust's plain errors say whose fault they are.
 * @param {any} cause
 * @param {string} code
 */
export const ours = (cause, code) => cause instanceof WindowboxError ? cause
  : new WindowboxError(cause.fault ? cause : { code, message: cause.message, cause });

/**
 * @param {string} code
 * @param {string} message
 * @param {object} [more]
 * @returns {never}
 */
export const fail = (code, message, more) => {
  throw new WindowboxError({ code, message, ...more });
};
