// The page says whether the model's reference rows get the same answers in this browser.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { start } from './browser.js';
import { windowbox, www } from './places.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const line = async (page, place = '.card') => (await page.locator(`${place} .self-test`).innerText()).replace(/\s+/g, ' ');

for (const model of ['titanic', 'iris']) {
  test(`${model}: a tick, and the verdict of the command line`, async () => {
    const { page, seen, close } = await here.visit({ hash: `#${model}` });
    const said = await line(page);
    const [, rows, passed] = said.match(/^✓ Self-test: (\d+) of (\d+) reference rows/) ?? assert.fail(said);
    assert.ok(rows === passed && Number(rows) > 10, said);
    const { stdout } = spawnSync(windowbox, ['check', `${www}/models/${model}.wbx`], { encoding: 'utf8' });
    assert.ok(stdout.includes(said.replace('✓ Self-test: ', '')), `${said}\n${stdout}`);
    assert.equal(await line(page, '.opening'), `✓ Self-test passed: all ${rows} reference answers are the same here.`);
    assert.deepEqual(seen.troubles, []);
    await close();
  });
}

test('a changed model: a cross, and what differs', async () => {
  const bytes = readFileSync(`${www}/models/iris.wbx`), view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const ones = Array.from({ length: bytes.length / 8 | 0 }, (_, i) => i * 8).filter((at) => view.getFloat64(at, true) === 1);
  ones.slice(0, 3).forEach((at) => view.setFloat64(at, 0.5, true));
  const changed = (page) => page.route('**/iris.wbx', (route) => route.fulfill({ body: bytes }));
  const { page, close } = await here.visit({ hash: '#iris', before: changed, ready: '.self-test' });
  for (const place of ['.opening', '.card']) assert.match(await line(page, place), /^✗ Self-test failed: \d+ of \d+ .* The largest difference is /);
  await close();
});
