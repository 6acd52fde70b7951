// Would they survive? A passenger a line in, a probability a line out: node survival.mjs < passengers.ndjson
import { createInterface } from 'node:readline';
import { load } from 'titanic-survival';

const model = await load();
for await (const line of createInterface({ input: process.stdin })) {
  const { prediction, probabilities, errors } = model.predict([JSON.parse(line)], { probabilities: true });
  if (errors.length) console.error(`${line}: ${errors[0].message}`);
  console.log(JSON.stringify({ Survived: prediction[0], probability: probabilities[0]?.[1] ?? null }));
}
