// @ts-check
// Which pages of other origins may ask.

/** @typedef {Record<string, string>} Headers */

/**
 * @param {any} allowed none, every origin (`true`, `'*'`), one, or a list
 * @returns {(header: (name: string) => string | null | undefined) => Headers} headers for a request
 */
export const cors = (allowed) => {
  if (!allowed) return () => NONE;
  if (allowed === true || allowed === '*') return () => EVERY;
  const origins = new Set([allowed].flat());
  return (header) => {
    const origin = header('origin'), vary = 'origin';
    return /** @type {Headers} */ (origin && origins.has(origin) ? { 'access-control-allow-origin': origin, vary } : { vary });
  };
};

const NONE = {};
const EVERY = { 'access-control-allow-origin': '*' };

/**
 * What a browser asks before it sends JSON to another origin.
 * @param {string} methods
 * @param {(name: string) => string | null | undefined} header
 */
export const preflight = (methods, header) => ({
  'access-control-allow-methods': methods,
  'access-control-allow-headers': header('access-control-request-headers') ?? 'content-type',
  'access-control-max-age': '86400',
});
