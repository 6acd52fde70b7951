// What must compile, under the strictest options and without DOM or node types.
import { WindowboxError, load, predict, predictColumns, predictOne, type Label, type Model, type Progress, type Row } from 'titanic-survival';
import { curve, familiar, flips, likely, type Curve, type Flip, type Likely } from 'titanic-survival/insight';
import { openWorker } from 'titanic-survival/worker';
import { openWorker as openAny } from 'windowbox/worker';
import { load as loadAny, type Classes, type SelfTest, type Value, type Verbs } from 'windowbox';

/** Holds that a value has exactly this type. */
type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends (<X>() => X extends B ? 1 : 2) ? true : false;
const is = <A, B>(_: Same<A, B>): void => {};

const row: Row = { Age: 30, Sex: 'female', Embarked: 'S' };
const least: Row = { Sex: 'male' };
const missing: Row = { Sex: 'male', Age: null, Embarked: undefined };
const many: readonly Row[] = [row, least, missing];

const model: Model = await load();

const { rows, passed, maxAbsDifference, maxUlp, verdict }: SelfTest = model.selfTest();
is<[typeof rows, typeof passed, typeof maxAbsDifference, typeof maxUlp, typeof verdict], [number, number, number, number, string]>(true);

const plain = model.predict(row);
is<typeof plain.prediction, (0 | 1 | null)[]>(true);
// @ts-expect-error not asked for
plain.probabilities;

const rich = model.predict(many, { probabilities: true, margin: true, strict: true });
is<typeof rich.probabilities, ({ 0: number; 1: number } | null)[] | ({ '0': number; '1': number } | null)[]>(false);
const positive: number | undefined = rich.probabilities[0]?.[1];
const margins: (number | number[] | null)[] = rich.margin;

const wanted: boolean = Math.random() < 0.5;
const perhaps = model.predict(many, { probabilities: wanted });
const maybe: number | undefined = perhaps.probabilities?.[0]?.['1'];
const options = { probabilities: true } as const;
model.predict(row, options).probabilities.length;

const one = model.predictOne(row);
is<typeof one.prediction, 0 | 1>(true);
const survives: number = one.probabilities[1];
const word: string | undefined = one.warnings[0]?.column;
model.predictOne(row, { margin: true }).margin;

model.predict({ Age: '30', Sex: 'female' }, { coerce: true });
model.predict([{ Age: '', Sex: 'anything' }], { coerce: true, probabilities: true }).probabilities;

const columns = model.predictColumns({ Age: new Float64Array([30]), Sex: ['female'] }, { probabilities: true });
is<typeof columns.prediction, Int32Array>(true);
const label: 0 | 1 | undefined = columns.classes[columns.prediction[0]!];
const flat: Float64Array = columns.probabilities;

const workers = await openWorker({ workers: 2, signal: undefined });
const scored = await workers.predictColumns({ Age: new Float32Array(9), Sex: Array(9).fill('male') }, { probabilities: true, progress: (done, rows) => done / rows });
is<typeof scored.probabilities, Float64Array>(true);
const alone = await workers.predictOne(row, { margin: true });
is<typeof alone.prediction, 0 | 1>(true);
(await openAny({ model: 'x.wbx', workers: 'all' })).free();
const drawn: Curve = curve(model, row, 'Age', { from: 0, to: 80 });
const found: Flip[] = flips(model, least);
const sets: Likely | null = likely(model, row, 0.95);
const usual: boolean = familiar(model, row)?.verdict === 'usual' && familiar(workers, row) !== null;
const [afterwards, flipped, expected]: [Curve, Flip[], Likely | null] = [await curve(workers, row, 'Sex'), await flips(workers, row), await likely(workers, row)];
const ends: number[] | null = model.edges({ column: 'Age', from: 0, to: 80 });
const plainly = await workers.predictColumns({ Sex: ['male'] }, { progress: () => {} });
// @ts-expect-error not asked for
plainly.probabilities;

for (const either of [model, workers]) {
  const table = await either.predictCsv('Age,Sex\n30,male', { probabilities: true, decimal: ',', progress: (bytes, total, rows) => [bytes, total ?? 0, rows] });
  is<typeof table.prediction, Int32Array>(true);
  is<[typeof table.rows, typeof table.probabilities, typeof table.classes], [number, Float64Array, (0 | 1)[]]>(true);
  const line: number | undefined = table.errors[0]?.line;
  const counted = await either.predictCsv(new Uint8Array(), { onBlock: async ({ start, prediction }) => [start, prediction.length] });
  await either.predictCsv('', { columns: { Age: 'Alter', Sex: 2, Embarked: null }, keep: ['Name', 3], places: true, onBlock: ({ places, kept }) => [places?.at(-1), kept?.[0]?.[0]] });
  is<typeof counted, { rows: number; failed: number }>(true);
}
is<Awaited<ReturnType<typeof workers.predictOne>>['prediction'], ReturnType<typeof model.predictOne>['prediction']>(true);

is<Awaited<ReturnType<typeof predictColumns>>['classes'], (0 | 1)[]>(true);
const [answers, answer] = await Promise.all([predict(many, { margin: true }), predictOne(row)]);
answers.margin.length;
is<typeof answer.prediction, 0 | 1>(true);

const scoped = await load({ expect: { name: 'titanic' }, integrity: 'sha256-x', signal: undefined, onProgress: undefined });
scoped.free();
is<Label, 0 | 1>(true);
let share = 0;
await load({ onProgress: ({ loaded, total }) => { share = total === null ? 0 : loaded / total; } });
const show = ({ loaded }: Progress): void => void loaded;
await load({ onProgress: show, url: { href: 'https://example.org/x.wasm' }, module: undefined });
const hash: string | null = model.version.hash;
for (const column of model.schema.columns) {
  if (column.kind.type === 'categorical') column.kind.levels.values.length;
  if (column.kind.type === 'numeric') column.kind.integer;
  const median: number | undefined = column.statistics?.quantiles[10];
}

try {
  model.predictOne(row);
} catch (error) {
  if (error instanceof WindowboxError && error.code === 'unknown-level') error.errors?.map(({ column, hint }) => [column, hint]);
}

const bytes = new Uint8Array();
const any = await loadAny({ model: bytes });
any.predict({ whatever: 1 }).prediction;
const number = await loadAny<{ x: number }, Value>({ model: 'model.wbx' });
is<ReturnType<typeof number.predictOne>['prediction'], number>(true);
is<ReturnType<typeof number.predictColumns>['prediction'], Float64Array>(true);
const both = await loadAny<{ x: number }, [Classes<'a' | 'b'>, Value]>({ model: { href: 'https://example.org/model.wbx' } });
const pair = both.predictOne({ x: 1 });
is<typeof pair.prediction, ['a' | 'b', number]>(true);
const a: number = pair.probabilities[0].a;

// The twin in a worker has the same methods, with promises.
declare const twin: Verbs<Row, Classes<0 | 1>, 'async'>;
is<Awaited<ReturnType<typeof twin.predictOne>>, ReturnType<typeof model.predictOne>>(true);

export { a, answer, flat, share, hash, label, margins, maybe, positive, survives, word };
