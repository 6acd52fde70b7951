// @ts-check

/**
 * A number as people type it: `1.5`, `1,5`, `1 234,5`, `1.234,5`, `−3`, `2e-3`.
 * A single comma is a decimal comma; `doubtful` says that it could have meant thousands.
 * @param {string} text
 * @returns {{ value: number, doubtful: boolean } | null} nothing where it is no number
 */
export function readNumber(text) {
  const bare = text.trim().replace(/[\u2212\u2013]/g, '-').replace(/(?<=\d)[\s'\u2019](?=\d{3})/g, '');
  const plain = withPoint(bare);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? { value, doubtful: /^[+-]?[1-9]\d{0,2},\d{3}$/.test(bare) } : null;
}

/** Where both signs occur, the last one parts the decimals. @param {string} text */
function withPoint(text) {
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d*$/.test(text) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(text)) return text.replaceAll(',', '');
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d*$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return text.replace(',', '.');
}
