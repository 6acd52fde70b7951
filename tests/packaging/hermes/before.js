// What React Native gives every program, and the bare engine does not.
globalThis.console ??= { log: print };
globalThis.AbortController ??= function () {
  this.signal = {};
  this.abort = () => {};
};
