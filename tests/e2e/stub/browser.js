// In place of the runtime: a model with a column of every kind, whose texts are given
// (`stubbed`), and which answers with what it was asked.
const { texts, task } = window.stubbed;
const given = (name) => window.stubbed[name] ?? null;
let next = 0;
const text = () => texts[next++ % texts.length];
const levels = (n) => ({ type: 'string', values: Array.from({ length: n }, (_, i) => `${text()}${i}`) });
const [min, max] = given('range') ?? [1, 9];
const along = (share) => min + (max - min) * share;
const numbers = { count: 9, missing: 0, min, max, quantiles: Array.from({ length: 21 }, (_, i) => along(i / 20)), edges: [0, 0.5, 1].map(along), histogram: [4, 5], levels: [] };
const counts = (n) => ({ count: 9, missing: 0, min: null, max: null, quantiles: [], edges: [], histogram: [], levels: Array(n).fill(1) });

const KINDS = [
  [{ type: 'numeric', integer: true }, numbers], [{ type: 'numeric', integer: false }, counts(0)],
  [{ type: 'categorical', unseen: 'predicted', levels: levels(3) }, counts(3)],
  [{ type: 'categorical', unseen: 'refused', levels: levels(40) }, counts(40)],
  [{ type: 'categorical', unseen: 'predicted', levels: { type: 'number', values: given('levels') ?? [1, 2, 3] } }, counts(3)],
  [{ type: 'categorical', unseen: 'refused', levels: { type: 'boolean', values: [false, true] } }, counts(2)],
  [{ type: 'boolean' }, counts(2)], [{ type: 'text' }, counts(0)],
];
const columns = KINDS.flatMap(([kind], i) => [false, true].map((missing) =>
  ({ name: `${i}${missing}${text()}`, label: text(), unit: text(), description: text(), kind, missing })));
const classes = given('classes') ? { type: 'number', values: given('classes') } : levels(3);
const target = (name) => ({ name: `${name}${text()}`, label: text(), unit: text(),
  task: task === 'regression' ? { type: 'regression' } : { type: 'classification', classes } });
const targets = task === 'several' ? [target('a'), target('b')] : [target('a')];
const metric = () => ({ name: given('metric') ?? text(), mean: 0.5, spread: null });
const card = {
  name: text(), version: text(), model: text(), target: text(), description: text(), author: text(), place: text(),
  intended_use: text(), license: text(), created: text(), locale: text(), seed: 1, options: [[text(), text()]], made_with: [[text(), text()]],
  data_sha256: text(), data_rows: 9, estimate: text(), metrics: [metric(), metric()], chosen: text(), notes: [text(), text()],
  confusion: { counts: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, compared: [{ name: text(), metrics: [metric()], failed: '' }, { name: text(), metrics: [], failed: text() }],
};
const bin = { count: 3, predicted: 0.42, observed: 0.4 };
const shares = Object.fromEntries(classes.values.map((name, i) => [String(name), [0.2, 0.3, 0.5][i]]));

export async function load() {
  return {
    schema: { columns, targets }, card, free() {}, version: { name: card.name, version: card.version, hash: text() },
    statistics: { columns: KINDS.flatMap(([, statistics]) => [statistics, statistics]), predictions: targets.map(() => numbers), reliability: Array(10).fill(bin) },
    selfTest: () => ({ rows: 9, passed: 9, maxAbsDifference: 0, verdict: text() }),
    predictOne(record) {
      window.asked = record;
      if (given('fails')) throw Object.assign(new Error('the row has no answer'), { code: 'no-answer' });
      const each = (value) => (targets.length > 1 ? targets.map(() => value) : value);
      const warnings = columns.map(({ name, kind }) => ({ row: 0, column: name, value: text(), closest: text(), message: text(),
        code: given('range') && kind.integer ? 'out-of-range' : 'unknown-level' }));
      if (task === 'regression') return { prediction: 4.2, warnings };
      return { prediction: each(classes.values[2]), probabilities: each(shares), warnings };
    },
  };
}
