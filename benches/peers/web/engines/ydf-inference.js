// YDF in wasm, with trees of its own: it reads nobody else's.
export async function load(place, model) {
  const loaded = await (await library(place)).loadModelFromZipBlob(await place.bytes('ydf.zip'));
  return {
    version: place.versions['ydf-inference'],
    ready: (rows, count) => Object.fromEntries(model.columns.map((name, j) => [
      name, Array.from({ length: count }, (_, i) => rows[i * model.columns.length + j]),
    ])),
    batch: (table) => loaded.predict(table),
    flat: (answer) => answer,
    one: (row) => loaded.predict(Object.fromEntries(model.columns.map((name) => [name, [row[name]]]))),
  };
}

/** It is a script of before modules, which wants JSZip beside it. */
async function library(place) {
  if (place.name === 'node') return place.require('ydf-inference')();
  await script(`${place.npm}jszip/dist/jszip.min.js`);
  await script(`${place.npm}ydf-inference/dist/inference.js`);
  return globalThis.YDFInference();
}

const script = (src) => new Promise((resolve, reject) =>
  document.head.append(Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject })));
