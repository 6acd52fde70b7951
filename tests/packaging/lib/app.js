// What every app does, put beside it with the rows: ask both models, and show what they say.
/** @typedef {typeof import('titanic-survival').load} Load */

/**
 * All answers of both packages, by `load` and by `predict`.
 * @param {Load} load
 * @param {typeof import('titanic-survival').predict} predict
 * @param {typeof import('iris-species').predict} predictFlowers
 */
async function answers(load, predict, predictFlowers) {
  const options = { probabilities: true, margin: true };
  const model = await load();
  const titanic = model.predict(passengers, options);
  const again = await predict(passengers, options);
  if (JSON.stringify(again) !== JSON.stringify(titanic)) throw Error('load and predict differ');
  if (!model.selfTest().passed) throw Error(`self-test: ${JSON.stringify(model.selfTest())}`);
  const version = model.version;
  model.free();
  return { 'titanic-logistic': plain(titanic), 'iris-tree': plain(await predictFlowers(flowers, options)), version };
}

/** What the golden files know: margins, probabilities and labels of each row. */
const plain = ({ prediction, probabilities, margin }) => prediction.map((label, row) =>
  label === null ? null : { label, numbers: [margin[row], Object.values(probabilities[row])].flat(2) });

/** Says it where the test listens: on standard output, on the page, or to the server of a page that was asked to. */
function tell(value) {
  const text = JSON.stringify(value instanceof Error ? { error: `${value} ${value.stack}` } : value);
  if (typeof document === 'undefined') return console.log(text);
  if (location.hash === '#post') fetch('/', { method: 'POST', body: text });
  document.body.append(Object.assign(document.createElement('pre'), { id: 'answers', textContent: text }));
}
