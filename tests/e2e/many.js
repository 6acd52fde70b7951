// A table on the page, and what comes of it.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { windowbox } from './places.js';

const run = promisify(execFile);

/** A file as somebody chooses it; text or bytes. */
export const file = (name, content) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

export const choose = (page, ...files) => page.locator('.zone input[type=file]').setInputFiles(files);

/** Until the rows are shown. */
export const answered = (page) => page.locator('.rows tbody tr').first().waitFor();

export async function predictAll(page) {
  await page.getByRole('button', { name: 'Predict all rows' }).click();
  await answered(page);
}

/** What the download holds. */
export async function download(page, { as = 'CSV', own = false } = {}) {
  await page.getByLabel('with the columns of the file').setChecked(own);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Download as ${as}` }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** What the command answers to a file: it ends with 1 where a row has no answer. */
export async function command(model, path) {
  const { stdout } = await run(windowbox, ['predict', model, path, '--proba', '--output', 'csv'], { maxBuffer: 1 << 28 }).catch((error) => error.code === 1 ? error : Promise.reject(error));
  return stdout;
}

/** Files over a place of the page, and let go. */
export async function drop(page, selector, files) {
  const bytes = files.map(({ name, buffer }) => [name, buffer.toString('base64')]);
  const data = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    for (const [name, base64] of bytes) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    return data;
  }, bytes);
  await page.dispatchEvent(selector, 'dragover', { dataTransfer: data });
  await page.dispatchEvent(selector, 'drop', { dataTransfer: data });
}

/** Cells of a column of the rows that are shown. */
export const cells = (page, n) => page.locator(`.rows tbody tr > :nth-child(${n})`).allTextContents();
