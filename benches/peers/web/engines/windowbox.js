// The package that `windowbox pack` made, by its public functions.
import { columns } from '../shapes.js';

export async function load(place, model) {
  const package_ = await import(`${place.made}packed/${place.name === 'node' ? 'node.js' : 'browser.js'}`);
  const loaded = await package_.load();
  const asked = { probabilities: model.classes != null };
  return {
    version: null,
    ready: (rows, count) => columns(rows, model.columns, count),
    batch: (ready) => loaded.predictColumns(ready, asked),
    flat: (answer) => answer.probabilities ?? answer.prediction,
    margins: async (ready) => (await loaded.predictColumns(ready, { margin: true })).margin,
    one: (row) => loaded.predictOne(row),
    predict: (row) => loaded.predict(row),
  };
}
