// Which iris is it? The packed model answers, without Python.
const { load } = require('iris-species');

load().then((model) => {
  const [sl, sw, pl, pw] = process.argv.slice(2);
  const { prediction, probabilities, warnings } = model.predictOne({ sl, sw, pl, pw }, { coerce: true });
  for (const { message } of warnings) console.warn(`Careful: ${message}`);
  console.log(`${prediction} (${Math.round(probabilities[prediction] * 100)} %)`);
}).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
