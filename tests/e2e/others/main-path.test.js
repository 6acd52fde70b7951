// The page's main path in Firefox and WebKit: the same answers as in Chromium and on the command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import { inFirefox, inWebKit, versionOf } from '../../packaging/lib/browsers.js';
import { windowbox, www } from '../places.js';

const folder = mkdtempSync(`${tmpdir()}/windowbox-page-`);
after(() => rmSync(folder, { recursive: true }));
cpSync(www, folder, { recursive: true });
cpSync(new URL('drive.js', import.meta.url), `${folder}/drive.js`);
const page = readFileSync(`${folder}/index.html`, 'utf8');
writeFileSync(`${folder}/index.html`, page.replace('<script ', '<script type="module" src="drive.js"></script>\n  <script '));

/** The answer of the command line to a record. */
function commanded(model, record) {
  const { status, stdout, stderr } = spawnSync(windowbox, ['predict', `${www}/models/${model}.wbx`, '--proba'], { input: JSON.stringify([record]), encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const { prediction: [label], probabilities: [shares] } = JSON.parse(stdout);
  return { prediction: String(label), probabilities: Object.values(shares) };
}

const TYPICAL = { Age: 28, Sex: 'male', Embarked: 'S' };

for (const [name, browse] of [['firefox', inFirefox], ['webkit', inWebKit]]) {
  test(`the main path in ${name}`, { timeout: 180_000 }, async (t) => {
    t.diagnostic(await versionOf(name));
    const told = await browse(folder);
    assert.equal(told.failed, undefined);
    assert.deepEqual(told.typical, commanded('titanic', TYPICAL));
    assert.deepEqual(told.child, commanded('titanic', { ...TYPICAL, Age: 7.5, Sex: 'female' }));
    assert.match(told.seal, /Self-test passed: all 31 /);
    assert.match(told.warned, /Outside the training data/);
    assert.deepEqual(told.wrong, ['true', 'No answer yet']);
    assert.equal(told.dark, 'dark');
    assert.ok(told.wide <= 0, `${told.wide} too wide`);
    assert.deepEqual(told.iris, commanded('iris', { sl: 5.8, sw: 3, pl: 4.35, pw: 1.3 }));
    assert.deepEqual(told.troubles, []);
  });
}
