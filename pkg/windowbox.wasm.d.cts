/** windowbox.wasm as the host gives it: compiled on edge runtimes, for `load({ module })`. */
declare const module: object;
export = module;
