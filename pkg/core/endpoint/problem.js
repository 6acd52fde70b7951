// @ts-check
// What is refused is said as RFC 9457 has it.

const TITLES = /** @type {Record<number, string>} */ ({
  400: 'Bad Request', 404: 'Not Found', 405: 'Method Not Allowed', 413: 'Content Too Large',
  415: 'Unsupported Media Type', 422: 'Unprocessable Content', 500: 'Internal Server Error', 503: 'Service Unavailable',
});

/** Thrown where a request cannot be answered; `more` are further members, `headers` those of the reply. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code stable
   * @param {string} detail a sentence for people
   * @param {Record<string, any>} [more]
   * @param {Record<string, string>} [headers]
   */
  constructor(status, code, detail, more = {}, headers = {}) {
    super(detail);
    Object.assign(this, { status, code, more, headers });
  }
}

/**
 * The reply to a problem, or to whatever else was thrown: then it is our fault, and of that
 * no more is said than the package's own errors say.
 * @param {any} error
 * @param {any} model
 * @returns {import('./http.js').Reply}
 */
export const refuse = (error, model) => {
  const { status = 500, code = 'internal', more, headers } = error;
  const detail = code === 'internal' ? 'the request could not be answered' : error.message;
  const problem = { type: 'about:blank', title: TITLES[status], status, detail, code, ...more, hint: more?.hint ?? error.hint, model };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
    body: JSON.stringify(problem),
  };
};
