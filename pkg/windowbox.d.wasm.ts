/** windowbox.wasm as edge runtimes import it. */
declare const module: WebAssembly.Module;
export default module;
