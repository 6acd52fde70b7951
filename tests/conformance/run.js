// node run.js FOLDER: answers every model of a folder that `cargo xtask conformance` wrote,
// here and in Chromium, one after the other. FOLDER/runtime is the runtime that is asked.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from '../e2e/chromium.js';
import { serve } from '../e2e/server.js';
import { answers } from './answers.js';

const folder = resolve(process.argv[2]);
const { load } = await import(pathToFileURL(join(folder, 'runtime/node.js')));
const models = JSON.parse(await readFile(join(folder, 'models.json')));
const server = await serve(folder);
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${server.origin}/`);

/** In node. */
async function here(model) {
  const [bytes, ask] = await Promise.all(['model.wbx', 'ask.json'].map((file) => readFile(join(folder, model, file))));
  return answers(load, bytes, JSON.parse(ask));
}

/** In the page, which fetches model and rows itself. */
const there = (model) => page.evaluate(async (model) => {
  const [{ load }, { answers }] = await Promise.all([import('/runtime/browser.js'), import('/answers.js')]);
  const [bytes, ask] = await Promise.all([fetch(`/${model}/model.wbx`), fetch(`/${model}/ask.json`)]);
  return answers(load, await bytes.arrayBuffer(), await ask.json());
}, model);

for (const model of models) {
  for (const [who, ask] of [['node', here], ['chromium', there]]) {
    const told = await ask(model).catch((error) => ({ error: String(error) }));
    await writeFile(join(folder, model, `${who}.json`), JSON.stringify(told));
  }
}
await browser.close();
server.close();
