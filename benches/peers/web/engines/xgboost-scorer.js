// xgboost-scorer, on XGBoost's dump.
import { records } from '../shapes.js';

export async function load(place, model) {
  const { default: module } = await import(`${place.bundles}xgboost-scorer.js`);
  const Scorer = module.default ?? module;
  const scorer = await Scorer.create(JSON.parse(new TextDecoder().decode(await place.bytes('scorer.json'))));
  return {
    version: place.versions['xgboost-scorer'],
    ready: (rows, count) => records(rows, model.columns, count),
    batch: (rows) => scorer.score(rows),
    flat: (answer) => answer,
    one: (row) => scorer.scoreSingleInstance(row),
  };
}
