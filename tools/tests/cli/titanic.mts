import { load, predict, predictColumns, predictOne, WindowboxError, type Label, type Row } from 'm';

const row: Row = { Age: 3, Sex: 'male', Embarked: null };
const one = await predict([row, { Sex: 'female' }, { Sex: 'male', Age: undefined }]);
const label: Label | null | undefined = one.prediction[0];
const two = await predict(row, { probabilities: true });
const p: number | undefined = two.probabilities[0]?.['1'];
const three = (await predictOne(row)).probabilities['0'];
const columns = await predictColumns({ Age: new Float64Array(2), Sex: ['male', 'female'] });
const codes: Int32Array = columns.prediction;
const classes: Label[] = columns.classes;
await predict({ Age: '3', Sex: 'male' }, { coerce: true });
using model = await load({ expect: { name: 'titanic' } });
const again: Label = model.predictOne(row).prediction;
const wasm: WebAssembly.Module = (await import('m/windowbox.wasm')).default;
export const kept = [label, p, three, codes, classes, again, wasm, WindowboxError];

// @ts-expect-error not asked for, so it may not be there
one.probabilities[0];
// @ts-expect-error a misspelt column
await predict({ Agee: 3, Sex: 'male' });
// @ts-expect-error a misspelt column in a list
await predict([{ Agee: 3, Sex: 'male' }]);
// @ts-expect-error a misspelt level
await predict({ Age: 3, Sex: 'mal' });
// @ts-expect-error a column that is needed
await predict({ Age: 3 });
// @ts-expect-error a column that may not be missing
await predict({ Sex: null });
// @ts-expect-error text where a number belongs
await predict({ Age: '3', Sex: 'male' });
// @ts-expect-error a misspelt option
await predict(row, { probability: true });
// @ts-expect-error no such column
await predictColumns({ Age: [1], Sexx: ['male'] });
// @ts-expect-error no such class
const wrong: 2 | null | undefined = one.prediction[0];
