// A long table: in flat memory, while the page goes on. A million rows of twenty columns with WINDOWBOX_FULL=1.
import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { start } from './browser.js';
import { answered } from './many.js';

const ROWS = process.env.WINDOWBOX_FULL === '1' ? 1_000_000 : 200_000;
/** What the page's process may take more, in MB: of a million rows the file alone has 140. */
const MORE = ROWS === 1_000_000 ? 400 : 250;

let here, folder;
before(async () => {
  here = await start();
  folder = await mkdtemp(`${tmpdir()}/windowbox-large-`);
});
after(async () => {
  await here.stop();
  await rm(folder, { recursive: true });
});

async function written(path) {
  const out = createWriteStream(path), more = Array.from({ length: 16 }, (_, i) => `c${i}`);
  const line = (i) => `${i % 2},${(i % 80) + 1},${i % 3 ? 'male' : 'female'},${'SCQ'[i % 3]},${more.map((_, c) => ((i * (c + 7)) % 99991) / 1e5).join()}\n`;
  out.write(`Survived,Age,Sex,Embarked,${more.join()}\n`);
  const block = Array.from({ length: 5000 }, (_, i) => line(i)).join('');
  for (let rows = 0; rows < ROWS; rows += 5000) if (!out.write(block)) await once(out, 'drain');
  await new Promise((resolve) => out.end(resolve));
}

/** MB of each renderer's memory, by its process. */
async function renderers(cdp) {
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo'), sizes = {};
  for (const { id } of processInfo.filter(({ type }) => type === 'renderer')) sizes[id] = Number((await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')).match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1024;
  return sizes;
}

test(`${ROWS} rows of twenty columns`, { timeout: 240_000 }, async (t) => {
  await written(`${folder}/long.csv`);
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  const cdp = await page.context().browser().newBrowserCDPSession(), first = await renderers(cdp);
  await page.evaluate(() => {
    window.drawn = 0;
    const frame = () => { window.drawn++; requestAnimationFrame(frame); };
    frame();
  });
  const began = Date.now(), most = {};
  let done = false;
  const watching = (async () => {
    while (!done) {
      for (const [id, size] of Object.entries(await renderers(cdp))) most[id] = Math.max(most[id] ?? 0, size);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await page.locator('.zone input[type=file]').setInputFiles(`${folder}/long.csv`);
  await page.locator('.results').waitFor({ timeout: 200_000 });
  await answered(page);
  const took = (Date.now() - began) / 1000, frames = await page.evaluate(() => window.drawn);
  done = true;
  await watching;
  const more = Math.max(...Object.entries(most).map(([id, size]) => size - (first[id] ?? size)));
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
  t.diagnostic(`${took.toFixed(1)} s, ${Math.round(ROWS / took)} rows a second, ${Math.round(more)} MB more at most, ${Math.round(heap)} MB of heap, ${Math.round(frames / took)} frames a second`);
  assert.ok(more > 1 && more < MORE, `${more} MB`);
  assert.ok(frames / took > 4, `${frames} frames in ${took} s`);
  assert.match(await page.textContent('.results .big'), new RegExp(`^${ROWS.toLocaleString('en-GB')} rows answered`));
  await page.getByRole('button', { name: 'Probability' }).click();
  await page.locator('th[aria-sort=ascending]').waitFor();
  assert.deepEqual(seen.troubles, []);
  await close();
});
