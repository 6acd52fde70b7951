// @ts-check
/**
 * The one error of this package: `code` is stable, the message is for people.
 * Also `hint`, `row`, `column`, `fault`, `cause` and `errors`, where there are any.
 */
export class WindowboxError extends Error {
  static name = 'WindowboxError';

  /**
   * @param {string} code
   * @param {string} message
   * @param {object} [more]
   */
  constructor(code, message, more) {
    super(message);
    Object.assign(this, { code }, more);
  }

  get name() {
    return 'WindowboxError';
  }
}

/**
 * @param {string} code
 * @param {string} message
 * @param {string | undefined} [hint]
 * @param {object} [more]
 * @returns {never}
 */
export const fail = (code, message, hint, more) => {
  throw new WindowboxError(code, message, { ...(hint && { hint }), ...more });
};
