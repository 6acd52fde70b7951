// node chromium.js ENGINE: an engine in a page of headless Chromium, a worker as ../lib/worker.js asks it.
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { answer } from './lines.js';
import { versions } from './place.js';
import { used } from './renderer.js';
import { serve } from './server.js';

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const [engine] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });
let server, page, clock, asked;

/** A page in a process of its own. */
async function open() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.evaluate(() => import('/peers/web/page.js').then((module) => { globalThis.bench = module; }));
  return page;
}

await answer({
  async load({ made, bundles, model }) {
    const peers = fileURLToPath(new URL('..', import.meta.url));
    server = await serve({ peers, bundles, made: dirname(made) });
    asked = { engine, name: made.split('/').at(-1), model, versions };
    page = await open();
    return page.evaluate((asked) => globalThis.bench.load(asked), asked);
  },
  async time({ slot, ...ask }) {
    await page.evaluate((ask) => globalThis.bench.prepare(ask), ask);
    clock ??= await used(browser, page);
    const before = await clock();
    const calls = await page.evaluate((slot) => globalThis.bench.run(slot), slot);
    return { seconds: (await clock() - before) / calls, calls };
  },
  async answers({ file, margin }) {
    const told = await page.evaluate((ask) => globalThis.bench.answers(ask), { margin });
    await writeFile(file, Float64Array.from(told));
    return {};
  },
  async cold() {
    const fresh = await open();
    const cold = await fresh.evaluate((asked) => globalThis.bench.cold(asked), asked);
    await fresh.context().close();
    return { cold };
  },
});
await browser.close();
server?.close();
process.exit(0);
