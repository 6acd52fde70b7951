/** windowbox.wasm in base64, model included. */
declare const base64: string;
export default base64;
