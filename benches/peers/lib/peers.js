// Who is measured: a row each. A new peer is a row here and a file in web/engines/ or native/engines/.

const all = () => true;
const boosted = ({ library }) => library === 'xgboost' || library === 'lightgbm';
const of = (...libraries) => ({ library }) => libraries.includes(library);

/**
 * `where` is node, chromium, or the Python environment; `reads` which models a peer can be asked about at all. What a
 * peer then refuses is reported with its reason. `own`: with a model of its own, of the same shape, so that answers
 * are not compared.
 */
const WEB = [
  { engine: 'windowbox', reads: all },
  { engine: 'onnxruntime-web', reads: all },
  { engine: 'ydf-inference', reads: all, own: true },
  { engine: 'm2cgen', reads: all },
  { engine: 'xgboost-scorer', reads: of('xgboost') },
  { engine: 'ml-random-forest', reads: ({ name }) => name in FORESTS, own: true },
];

const NATIVE = [
  { engine: 'original', where: 'main', reads: all },
  { engine: 'onnxruntime', where: 'main', reads: all },
  { engine: 'tl2cgen', where: 'main', reads: ({ name }) => !name.endsWith('_lr') },
  { engine: 'ydf', where: 'main', reads: all, own: true },
  { engine: 'onedal', where: 'onedal', reads: boosted },
  { engine: 'lleaves', where: 'lleaves', reads: of('lightgbm') },
];

/** What ml-random-forest trains for itself: trees, and the rows that it learns from. */
export const FORESTS = { iris_rf100: { trees: 100, learned: 150 }, tit_rf100: { trees: 100, learned: 891 } };

const ENVIRONMENTS = ['node', 'chromium'];

export const PEERS = [
  ...ENVIRONMENTS.flatMap((where) => WEB.map((peer) => ({ ...peer, where, web: true }))),
  ...NATIVE.map((peer) => ({ ...peer, web: false })),
].map((peer) => ({ ...peer, id: `${peer.engine}/${peer.web ? peer.where : 'native'}` }));

/** Ours, in node and in Chromium. */
export const OURS = ENVIRONMENTS.map((where) => `windowbox/${where}`);

/** What a table calls it; the library that trained the model goes by its own name. */
export function title(id, library) {
  const [engine, where] = id.split('/');
  const names = { xgboost: 'XGBoost', lightgbm: 'LightGBM', catboost: 'CatBoost', onnxruntime: 'ONNX Runtime', onedal: 'oneDAL', ydf: 'YDF' };
  const name = engine === 'original' ? library : engine;
  return `${names[name] ?? name}, ${where}`;
}
