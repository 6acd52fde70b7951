// What must hold, and what is aimed at.
import { median, ratio } from './ratios.js';
import { OURS } from './peers.js';

const LIBRARY = ['original/native'];
const ORT = ['onnxruntime-web/node'];
const YDF = ['ydf-inference/node'];
const NATIVE = ['original/native', 'onnxruntime/native', 'tl2cgen/native', 'onedal/native', 'lleaves/native'];
const SCRIPTS = ['onnxruntime-web/node', 'ydf-inference/node', 'm2cgen/node', 'xgboost-scorer/node', 'ml-random-forest/node'];

const faster = (model, cell, than, whom, must, aim) => ({ model, cell, than, whom, must, aim });
const at20k = (model, than, whom, must, aim) => faster(model, 'batch', than, whom, must, aim);

/** How many times as fast as the fastest of `than`. */
export const FASTER = [
  at20k('num_xgb100', LIBRARY, 'XGBoost', 7, 10),
  at20k('num_xgb1000', LIBRARY, 'XGBoost', 11, 18),
  at20k('num_lgb500', LIBRARY, 'LightGBM', 30, 50),
  at20k('num_xgb100', NATIVE, 'the fastest native engine', 2.3, 4),
  at20k('num_xgb1000', NATIVE, 'the fastest native engine', 3.5, 6),
  at20k('num_lgb500', NATIVE, 'the fastest native engine', 5, 8),
  at20k('num_xgb100', ORT, 'onnxruntime-web', 18, 30),
  at20k('num_xgb1000', ORT, 'onnxruntime-web', 18, 30),
  at20k('num_lgb500', ORT, 'onnxruntime-web', 18, 30),
  at20k('num_xgb100', YDF, 'ydf-inference', 35, 60),
  at20k('num_xgb1000', YDF, 'ydf-inference', 35, 60),
  faster('tit_rf100', 'thousand', ORT, 'onnxruntime-web', 15, 25),
  faster('tit_rf100', 'thousand', LIBRARY, 'scikit-learn', 25, 45),
  at20k('num_rf100', NATIVE, 'the fastest native engine', 4.5, 7),
  at20k('ten_xgb100', LIBRARY, 'XGBoost', 1, 10),
  at20k('num_cat1000', LIBRARY, 'CatBoost', 1, 10),
  faster('num_xgb100', 'one', SCRIPTS, 'the fastest peer in JavaScript', 8, 15),
  faster('iris_rf100', 'one', ['m2cgen/node'], 'm2cgen', 1, null),
  faster('num_lr', 'one', ['m2cgen/node'], 'm2cgen', 1, null),
];

/** What is at most so much: `unit` is what one of `scale` is. */
export const AT_MOST = [
  { title: 'one row of the iris forest', model: 'iris_rf100', sample: 'one', at: 'node', unit: 'us', scale: 1e-6, aim: 0.4 },
  { title: 'one row of a logistic regression', model: 'num_lr', sample: 'one', at: 'node', unit: 'us', scale: 1e-6, aim: 0.15 },
  { title: 'first prediction in Chromium', model: 'num_xgb100', sample: 'cold', at: 'chromium', unit: 'ms', scale: 1e-3, must: 40, aim: 20 },
  { title: 'load a forest, of 1 M nodes', model: 'num_rf500', sample: 'load', at: 'node', unit: 'ms', scale: 1e-3, must: 60, aim: 25, perMillion: true },
  { title: 'peak memory over an empty process', model: 'num_rf500', sample: 'peak', at: 'node', unit: 'MB', scale: 2 ** 20, must: 100, aim: 80 },
];

/** The share of a must that is still said to hold where what bounds it is shown. */
const NEAR = 0.85;

/** `holds`, `within 15 %` or `missed`: of what should be high. */
export function verdict(value, wanted) {
  if (wanted == null) return '';
  return value >= wanted ? 'holds' : value >= wanted * NEAR ? 'within 15 %' : 'missed';
}

/** The same of what should be low. */
export const under = (value, wanted) => wanted == null ? '' : verdict(1 / value, 1 / wanted);

/** The fastest of some peers, by the median of its rounds; `null` if none was measured. */
export function fastest(samples, ids) {
  const found = ids.filter((id) => samples?.[id]?.some(Number.isFinite));
  const seconds = (id) => median(samples[id].filter(Number.isFinite));
  return found.reduce((best, id) => best && seconds(best) <= seconds(id) ? best : id, null);
}

/** A row of FASTER with what was measured: `{ peer, ratio, chromium }`, or `null`. */
export function outcome({ model, cell, than }, results) {
  const samples = results[model]?.samples[cell];
  const peer = fastest(samples, than);
  const ours = samples?.[OURS.node];
  if (!peer || !ours) return null;
  const inChromium = samples[OURS.chromium];
  const there = peer.replace('/node', '/chromium');
  return {
    peer, ratio: ratio(samples[peer], ours),
    chromium: inChromium && samples[there] ? ratio(samples[there], inChromium) : null,
  };
}

/** The value of a row of AT_MOST: `{ median, low, high }` in its unit, or `null`. */
export function amount({ model, sample, at, scale, perMillion }, results) {
  const values = results[model]?.samples[sample]?.[OURS[at]]?.filter(Number.isFinite);
  if (!values?.length) return null;
  const millions = perMillion ? results[model].nodes / 1e6 : 1;
  const scaled = values.map((value) => value / scale / millions);
  return { median: median(scaled), low: Math.min(...scaled), high: Math.max(...scaled) };
}
