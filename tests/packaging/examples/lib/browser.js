// A page of an example in Chromium.
import { launch } from '../../../e2e/chromium.js';

/** Opens a page for `work`; whatever it complains of fails the test. */
export async function open(url, work, { width = 1000, height = 700, theme = 'light' } = {}) {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme }), troubles = [];
    const page = await context.newPage(), own = new URL(url).origin;
    // Nothing of another host is asked for.
    await page.route((asked) => asked.protocol.startsWith('http') && asked.origin !== own, (route) => route.abort());
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && !/ERR_FAILED|favicon|404/.test(message.text()) && troubles.push(message.text()));
    await page.goto(url);
    await work(page);
    if (troubles.length) throw Error(troubles.join('\n'));
  } finally {
    await browser.close();
  }
}
