// Answers of packages: census.mjs jobs.json answers.json
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [jobs, answers] = process.argv.slice(2);
const said = [];
for (const { entry, rows } of JSON.parse(readFileSync(jobs, 'utf8'))) {
  const { load } = await import(pathToFileURL(entry).href);
  const model = await load();
  const { prediction, probabilities = null } = model.predict(rows, { probabilities: true });
  said.push({ prediction, probabilities });
  model.free();
}
writeFileSync(answers, JSON.stringify(said));
