// @ts-check
// A file as it arrives: counted, and put where it belongs at once, so that there is no second copy of it.

/** More is not set aside because a header says so: beyond it, room is made as bytes come. */
const TRUSTED = 2 ** 28;

/**
 * How many bytes a reply will have, if one can know: of compressed ones no header says it.
 * @param {Response} reply
 */
const lengthOf = ({ headers }) => Number(headers.get('content-encoding') ? 0 : headers.get('content-length'));

/**
 * How many bytes all files of a load have, NaN if that is not known: what was given is no download.
 * @param {import('../load.js').Seen} seen
 */
const totalOf = ({ options: { module, url, model: given }, size, wasm, model }) =>
  Number(wasm.total ?? (module != null ? 0 : url != null ? NaN : size)) + Number(model.total ?? (typeof given === 'string' || given?.href ? NaN : 0));

/**
 * Tells of all files of a load together: never less than before. A total that was exceeded was none.
 * @param {import('../load.js').Seen} seen
 */
const say = (seen) => {
  const loaded = seen.most = Math.max(seen.most, seen.wasm.loaded + seen.model.loaded), total = totalOf(seen);
  seen.ears.state = { loaded, total: total >= loaded ? total : null };
  for (const tell of seen.ears) tell(seen.ears.state);
};

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} end
 */
const roomFor = (bytes, end) => {
  if (end <= bytes.length) return bytes;
  const more = new Uint8Array(end * 2);
  more.set(bytes);
  return more;
};

/**
 * @param {import('../load.js').Seen} seen
 * @param {import('../load.js').Part} part of which the reply is there
 */
export const gather = async (seen, part) => {
  const reply = /** @type {any} */ (part.reply), reader = reply.body?.getReader();
  if (!reader) return reply.arrayBuffer();
  part.total = lengthOf(reply) || (part === seen.wasm && seen.options.url == null && seen.size || undefined);
  let bytes = new Uint8Array(Math.min(part.total ?? 0, TRUSTED));
  for (let chunk; !(chunk = await reader.read()).done;) {
    const { value } = chunk, at = part.loaded;
    part.loaded += value.length;
    bytes = roomFor(bytes, part.loaded);
    bytes.set(value, at);
    say(seen);
  }
  if (part.total !== part.loaded) {
    part.total = part.loaded;
    say(seen);
  }
  return bytes.subarray(0, part.loaded);
};
