// Who is measured: a row each. A new peer is a row here and a file in web/engines/ or native/engines/.

const all = () => true;
const of = (...libraries) => ({ library }) => libraries.includes(library);
const only = (libraries) => `reads only models of ${libraries}`;

/** What ml-random-forest trains for itself: trees, by the model whose shape they have. */
export const FORESTS = { iris_rf100: 100, tit_rf100: 100 };

/**
 * `where` is node, chromium, or the environment of Python. `needs` is what a converter makes for it. `reads` tells
 * which models a peer can be asked about at all, `else` what it is to the others. `own`: with a model of its own, of
 * the same shape, so that answers are not compared.
 */
const WEB = [
  { engine: 'windowbox', reads: all },
  { engine: 'onnxruntime-web', needs: 'model.onnx', reads: all },
  { engine: 'ydf-inference', needs: 'ydf', reads: all, own: true },
  { engine: 'm2cgen', needs: 'm2cgen.mjs', reads: all },
  { engine: 'xgboost-scorer', needs: 'scorer.json', reads: of('xgboost'), else: only('XGBoost') },
  {
    engine: 'ml-random-forest', reads: ({ name }) => name in FORESTS, own: true,
    else: "reads nobody else's models, and there is no recipe for one of its own",
  },
];

const NATIVE = [
  { engine: 'original', where: 'main', reads: all },
  { engine: 'onnxruntime', needs: 'model.onnx', where: 'main', reads: all },
  { engine: 'tl2cgen', needs: 'tl2cgen.so', where: 'main', reads: all },
  { engine: 'ydf', needs: 'ydf', where: 'main', reads: all, own: true },
  { engine: 'onedal', where: 'onedal', reads: of('xgboost', 'lightgbm'), else: only('XGBoost and LightGBM') },
  { engine: 'lleaves', where: 'lleaves', reads: of('lightgbm'), else: only('LightGBM') },
];

const PLACES = ['node', 'chromium'];

export const PEERS = [
  ...PLACES.flatMap((where) => WEB.map((peer) => ({ ...peer, where, web: true }))),
  ...NATIVE.map((peer) => ({ ...peer, web: false })),
].map((peer) => ({ ...peer, id: `${peer.engine}/${peer.web ? peer.where : 'native'}` }));

/** Ours, by place. */
export const OURS = { node: 'windowbox/node', chromium: 'windowbox/chromium' };

const NAMES = {
  xgboost: 'XGBoost', lightgbm: 'LightGBM', catboost: 'CatBoost', onnxruntime: 'ONNX Runtime', onedal: 'oneDAL', ydf: 'YDF',
};

/** What people call a peer; the library that trained the model goes by its own name. */
export function title(id, library) {
  const [engine, where] = id.split('/');
  const name = engine === 'original' ? library : engine;
  return `${NAMES[name] ?? name}, ${where === 'chromium' ? 'Chromium' : where}`;
}
