// glue.js is made by xtask from what wasm-bindgen emits: the types that core.js relies on.

/** A fresh glue, for one instance of the runtime. */
export default function createGlue(): {
  initSync(from: { module: WebAssembly.Module }): { memory: WebAssembly.Memory };
  Model: new (bytes: Uint8Array) => unknown;
};
