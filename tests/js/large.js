// A model as large as one likes, made of a small one: its card tells a long story.
// The container and the texts in it are as src/pack.rs and src/codec/values.rs say.

const CARD = 3, HEAD = 16, ENTRY = 16;

/** @param {number} length to a multiple of 8 */
const padded = (length) => Math.ceil(length / 8) * 8;

/** The sections of a `.wbx`: kind, flags and bytes. */
const sectionsOf = (file) => Array.from({ length: file.readUInt16LE(10) }, (_, i) => {
  const at = HEAD + i * ENTRY, start = file.readUInt32LE(at + 4);
  return { kind: file.readUInt16LE(at), flags: file.readUInt16LE(at + 2), bytes: file.subarray(start, start + file.readUInt32LE(at + 8)) };
});

const joined = (file, sections) => {
  const table = Buffer.alloc(HEAD + sections.length * ENTRY);
  file.copy(table, 0, 0, HEAD);
  let end = padded(table.length);
  const parts = sections.map(({ kind, flags, bytes }, i) => {
    const at = HEAD + i * ENTRY;
    table.writeUInt16LE(kind, at);
    table.writeUInt16LE(flags, at + 2);
    table.writeUInt32LE(end, at + 4);
    table.writeUInt32LE(bytes.length, at + 8);
    const part = Buffer.alloc(padded(bytes.length));
    bytes.copy(part);
    end += part.length;
    return part;
  });
  return Buffer.concat([table, ...parts]);
};

/**
 * The bytes of a model whose description is as long as wanted.
 * @param {Buffer} file a `.wbx`
 * @param {string} description as it is
 * @param {number} length in bytes
 * @param {string} [letter] what it becomes, again and again
 */
export const large = (file, description, length, letter = 'x') => joined(file, sectionsOf(file).map((section) => {
  if (section.kind !== CARD) return section;
  const old = Buffer.concat([sizeOf(description.length), Buffer.from(description)]), at = section.bytes.indexOf(old);
  if (at < 0) throw Error('the card has no such description');
  return { ...section, bytes: Buffer.concat([section.bytes.subarray(0, at), sizeOf(length), Buffer.alloc(length, letter), section.bytes.subarray(at + old.length)]) };
}));

/** A text's length in front of it. @param {number} n */
const sizeOf = (n) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(n));
  return bytes;
};
