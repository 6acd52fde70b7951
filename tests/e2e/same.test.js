// The page predicts what the command line predicts, to the last bit.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { answerOf, start } from './browser.js';
import { windowbox, www } from './places.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** The answers of the command line to a list of records. */
function commanded(model, records) {
  const { status, stdout, stderr } = spawnSync(windowbox, ['predict', `${www}/models/${model}.wbx`, '--proba'],
    { input: JSON.stringify(records), encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const { prediction, probabilities } = JSON.parse(stdout);
  return prediction.map((label, i) => ({ prediction: String(label), probabilities: Object.values(probabilities[i]) }));
}

const PASSENGERS = [
  { Age: 85, Sex: 'male', Embarked: 'S' },
  { Age: 24, Sex: '"female"', Embarked: 'C' },
  { Age: 3, Sex: 'male', Embarked: 'C' },
  { Age: 21, Sex: 'male', Embarked: 'S' },
  { Age: 0.42, Sex: 'female', Embarked: 'Q' },
  { Age: null, Sex: 'female', Embarked: null },
];
const PORTS = { S: 'Southampton', C: 'Cherbourg', Q: 'Queenstown' };

async function fillPassenger(page, { Age, Sex, Embarked }) {
  const field = (title) => page.locator('.field', { hasText: title });
  await page.getByLabel('Age unknown').setChecked(Age === null);
  if (Age !== null) await page.getByLabel('Age', { exact: true }).fill(String(Age));
  if (Sex.startsWith('"')) {
    await field('Sex').getByText('Other …').click();
    await page.getByLabel('Sex, another value').fill(Sex);
  } else {
    await field('Sex').getByText(Sex, { exact: true }).click();
  }
  await field('Port').getByText(PORTS[Embarked] ?? 'Unknown', { exact: true }).click();
}

test('titanic', async () => {
  const expected = commanded('titanic', PASSENGERS);
  assert.deepEqual(expected.slice(0, 4).map(({ prediction }) => prediction), ['0', '1', '0', '0']);
  const { page, close } = await here.visit({ hash: '#titanic' });
  for (const [i, passenger] of PASSENGERS.entries()) {
    await fillPassenger(page, passenger);
    assert.deepEqual(await answerOf(page), expected[i], JSON.stringify(passenger));
  }
  await close();
});

const FLOWERS = [
  { sl: 3, sw: 2, pl: 1, pw: 1 },
  { sl: 2, sw: 1, pl: 2, pw: 3 },
  { sl: 5.8, sw: 2.7, pl: 4.1, pw: 1 },
  { sl: 6.3, sw: 3.3, pl: 6, pw: 2.5 },
  { sl: 6, sw: 2.7, pl: 5.1, pw: 1.6 },
];
const LABELS = { sl: 'Sepal length', sw: 'Sepal width', pl: 'Petal length', pw: 'Petal width' };

test('iris', async () => {
  const expected = commanded('iris', FLOWERS);
  const { page, close } = await here.visit({ hash: '#iris' });
  for (const [i, flower] of FLOWERS.entries()) {
    for (const [column, value] of Object.entries(flower)) {
      await page.getByLabel(LABELS[column], { exact: true }).fill(String(value));
    }
    assert.deepEqual(await answerOf(page), expected[i], JSON.stringify(flower));
  }
  await close();
});
