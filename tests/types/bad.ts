// What must not compile: mistakes that a reader of the schema would not make.
import { load, predict, type Row } from 'titanic-survival';
import { curve, flips } from 'titanic-survival/insight';
import { load as loadAny } from 'windowbox';

const model = await load();

// @ts-expect-error a misspelt column
model.predict({ Sex: 'male', Agee: 30 });
// @ts-expect-error a misspelt column, in a list
model.predict([{ Sex: 'male' }, { Sex: 'male', age: 30 }]);
// @ts-expect-error a misspelt level
model.predict({ Sex: 'mael' });
// @ts-expect-error a level of another case
await predict({ Sex: 'Male' });
// @ts-expect-error a column that must be there
model.predictOne({ Age: 30 });
// @ts-expect-error one that may not be missing
model.predictOne({ Sex: null });
// @ts-expect-error text for a number
model.predict({ Sex: 'male', Age: '30' });
// @ts-expect-error text for a number, where coerce may be off
model.predict({ Sex: 'male', Age: '30' }, { coerce: false });
// @ts-expect-error a list where one row is asked for
model.predictOne([{ Sex: 'male' }]);
// @ts-expect-error an option that there is not
model.predict({ Sex: 'male' }, { probability: true });
// @ts-expect-error a class that there is not
model.predictOne({ Sex: 'male' }).probabilities[2];
// @ts-expect-error a class of another type
model.predictOne({ Sex: 'male' }).prediction === '1';
// @ts-expect-error a row may have no answer
model.predict({ Sex: 'male' }).prediction[0].toFixed();
// @ts-expect-error rows where columns are asked for
model.predictColumns([{ Sex: 'male' }]);
// @ts-expect-error a value where a column is asked for
model.predictColumns({ Sex: ['male'], Age: 30 });
// @ts-expect-error columns are by level too
model.predictColumns({ Sex: ['mael'] });
// @ts-expect-error the one-liner is asynchronous
predict({ Sex: 'male' }).prediction;
// @ts-expect-error a loaded model cannot be changed
model.predict = predict;
// @ts-expect-error the runtime has no model of its own
await loadAny();
// @ts-expect-error integrity is a text
await load({ integrity: 1 });

// @ts-expect-error nobody may know the total
await load({ onProgress: ({ loaded, total }) => loaded / total });
// @ts-expect-error progress is a function
await load({ onProgress: true });
// @ts-expect-error an option that there is not
await load({ onprogress: () => {} });
// @ts-expect-error a signal is not its controller
await load({ signal: { abort() {} } });
// @ts-expect-error a class is one of two
model.predictOne({ Sex: 'male' }).prediction === 2;

// @ts-expect-error a row type is closed
const row: Row = { Sex: 'male', Survived: 1 };
export { row };
// @ts-expect-error a curve over a column that there is not
curve(model, { Sex: 'male' }, 'age');
// @ts-expect-error a flip of another model's row
flips(model, { Sax: 'male' });
// @ts-expect-error edges without a range
model.edges({ column: 'Age' });
