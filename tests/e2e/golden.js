// A model of tests/golden on the page, in place of those that it offers.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = (name) => fileURLToPath(new URL(`../golden/${name}/`, import.meta.url));
const read = async (name, file) => JSON.parse(await readFile(`${folder(name)}${file}`, 'utf8'));

/** What the page is given before it opens. */
export const offered = (name) => async (page) => {
  const body = `export const models = [{ id: 'golden', file: 'models/golden.wbx' }];`;
  await page.route('**/models.js', (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await page.route('**/models/golden.wbx', (route) => route.fulfill({ path: `${folder(name)}packed.wbx` }));
};

/** Its rows, and what its own library answers to them. */
export async function answered(name) {
  const [{ rows, columns }, expected] = await Promise.all([read(name, 'input.json'), read(name, 'expected.json')]);
  return { rows, columns, expected };
}
