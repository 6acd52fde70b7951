// The page on a stub in place of the runtime, whose texts are given.
import { readFile } from 'node:fs/promises';

const body = await readFile(new URL('./stub/browser.js', import.meta.url), 'utf8');

/** What to visit: stub/browser.js reads what is given. */
export const stubbed = ({ task = 'classification', texts = ['plain'], ...more }) => ({
  async before(page) {
    await page.addInitScript((given) => { window.stubbed = given; }, { task, texts, ...more });
    await page.route('**/pkg/browser.js', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
  },
});
