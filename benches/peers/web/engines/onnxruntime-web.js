// ONNX Runtime in wasm, on what the libraries' converters write, on one thread.
export async function load(place, model) {
  const dist = `${place.npm}onnxruntime-web/dist/`;
  const ort = await import(`${dist}${place.name === 'node' ? 'ort.node.min.mjs' : 'ort.wasm.min.mjs'}`);
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  if (place.name !== 'node') ort.env.wasm.wasmPaths = dist;
  const file = await place.bytes('model.onnx');
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const [given] = session.inputNames;
  const asked = session.outputNames.find((name) => name.includes('prob')) ?? session.outputNames.at(-1);
  const width = model.columns.length;
  const batch = async (tensor) => (await session.run({ [given]: tensor }, [asked]))[asked].data;
  const ready = (rows, count) => new ort.Tensor('float32', rows.slice(0, count * width), [count, width]);
  return {
    version: ort.env.versions.web ?? ort.env.versions.common,
    ready,
    batch,
    flat: (answer) => answer,
    one: (row) => batch(new ort.Tensor('float32', Float32Array.from(model.columns, (name) => row[name]), [1, width])),
  };
}
