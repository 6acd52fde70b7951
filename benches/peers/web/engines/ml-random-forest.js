// ml-random-forest, with a forest of its own: it reads nobody else's.
import { lists } from '../shapes.js';

export async function load(place, model) {
  const { RandomForestClassifier } = await import(`${place.bundles}ml-random-forest.js`);
  const file = JSON.parse(new TextDecoder().decode(await place.bytes('ml-random-forest.json')));
  const forest = RandomForestClassifier.load(file);
  return {
    version: place.versions['ml-random-forest'],
    ready: (rows, count) => lists(rows, model.columns.length, count),
    batch: (rows) => forest.predict(rows),
    flat: (answer) => answer,
    one: (row) => forest.predict([model.columns.map((name) => row[name])]),
  };
}
