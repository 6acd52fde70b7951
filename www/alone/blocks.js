// @ts-check
// What stands in the page itself, in blocks that no browser runs.
import { decode } from '../../pkg/core/bytes.js';

/** The text of a block. @param {string} id */
export function text(id) {
  const block = document.getElementById(id);
  if (!block) throw Error(`this page has no ${id}`);
  return block.textContent ?? '';
}

/** The bytes of a block, which are gzipped and in base64. @param {string} id */
export async function bytes(id) {
  const stream = new Blob([decode(text(id))]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
