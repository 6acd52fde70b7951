// The wasm instances that are made, seen from outside: their memory and tables, and a
// way to break them.

const Instance = WebAssembly.Instance;

/** Every instance since the tests began, newest last. */
export const instances = [];

/** What stands in for an export; it gets the true one. */
export const replaced = {};

WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports);
  instances.push(exports);
  const all = { ...exports };
  for (const name of Object.keys(exports)) {
    if (typeof exports[name] === 'function') all[name] = (...args) => replaced[name] ? replaced[name](exports[name], ...args) : exports[name](...args);
  }
  return { exports: all };
};

/** The newest instance. */
export const newest = () => instances.at(-1);

/** How large the memory of an instance is. */
export const sizes = ({ memory }) => ({ memory: memory.buffer.byteLength });
