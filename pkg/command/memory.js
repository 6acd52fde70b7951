// @ts-check
// The program's memory, as it is at the moment: it may grow between two calls.

const decoder = new TextDecoder();

export class Memory {
  /** Known when the program is there. @type {WebAssembly.Memory} */
  // @ts-expect-error
  of;

  /** @param {number} at @param {number} length */
  bytes(at, length) {
    return new Uint8Array(this.of.buffer, at, length);
  }

  /** @param {number} at @param {number} length */
  text(at, length) {
    return decoder.decode(this.bytes(at, length));
  }

  view() {
    return new DataView(this.of.buffer);
  }

  /** @param {number} at @param {number} value */
  put32(at, value) {
    this.view().setUint32(at, value, true);
  }

  /** @param {number} at @param {bigint} value */
  put64(at, value) {
    this.view().setBigUint64(at, value, true);
  }

  /** The pieces of a scattered block: place and length, one after the other. @param {number} list @param {number} count */
  pieces(list, count) {
    const view = this.view();
    return Array.from({ length: count }, (_, i) => this.bytes(view.getUint32(list + 8 * i, true), view.getUint32(list + 8 * i + 4, true)));
  }
}
