// @ts-check

/** @typedef {'table' | 'model' | 'workbook' | 'other'} Kind */

/** What files begin with that are no text. @type {[string, Kind][]} */
const BEGINNINGS = [['\0asm', 'model'], ['windowbx', 'model'], ['PK\x03\x04', 'workbook'], ['\xd0\xcf\x11\xe0', 'workbook'], ['%PDF', 'other']];

/**
 * What a file is: its first bytes decide, then its name.
 * @param {Blob & { name?: string }} file
 * @returns {Promise<Kind>}
 */
export async function kindOf(file) {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const text = String.fromCharCode(...head);
  const [, kind] = BEGINNINGS.find(([beginning]) => text.startsWith(beginning)) ?? [];
  if (kind) return kind;
  if (/\.(wbx|wasm)$/i.test(file.name ?? '')) return 'model';
  return isText(head) && !/\.(json|ndjson|xml|html?|zip|gz|parquet)$/i.test(file.name ?? '') ? 'table' : 'other';
}

/** Zeros are in no text but that of UTF-16, and there they are every other byte. @param {Uint8Array} head */
function isText(head) {
  const zeros = (/** @type {number} */ odd) => head.filter((byte, i) => byte === 0 && i % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  return even + odd === 0 || (Math.min(even, odd) === 0 && even + odd > head.length / 4) || /^(\xff\xfe|\xfe\xff)/.test(String.fromCharCode(head[0], head[1]));
}
