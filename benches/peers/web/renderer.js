// The CPU time of the process that shows a page: a page's own clock counts other programs' time as well.
import { readdir, readFile } from 'node:fs/promises';

/** A clock of CPU seconds of the page's process; where the system does not tell, of seconds. */
export async function used(browser, page) {
  const id = await processOf(browser, page);
  return id ? () => seconds(id) : async () => performance.now() / 1000;
}

/** The process whose CPU time grows while the page counts. */
async function processOf(browser, page) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const before = await Promise.all(renderers.map(seconds));
  await page.evaluate(() => { for (const end = performance.now() + 30; performance.now() < end;); });
  const after = await Promise.all(renderers.map(seconds));
  const grown = after.map((value, i) => value - before[i]);
  const most = Math.max(...grown);
  return most > 0.01 ? renderers[grown.indexOf(most)] : null;
}

/** CPU seconds of all threads of a process, as Linux counts them; 0 elsewhere. */
async function seconds(id) {
  const threads = await readdir(`/proc/${id}/task`).catch(() => []);
  const spent = await Promise.all(threads.map((thread) =>
    readFile(`/proc/${id}/task/${thread}/schedstat`, 'utf8').then((text) => Number(text.split(' ')[0]), () => 0)));
  return spent.reduce((sum, value) => sum + value, 0) / 1e9;
}
