// A real Chromium on the real page, and what it saw.
import { launch } from './chromium.js';
import * as places from './places.js';
import { serve } from './server.js';

/** Starts once for a file of tests; `after(stop)`. */
export async function start() {
  const server = await serve(places.www);
  const browser = await launch();
  const stop = async () => {
    await browser.close();
    server.close();
  };
  return { origin: server.origin, stop, visit: (options) => visit(browser, server.origin, options) };
}

/**
 * Opens the page in a context of its own.
 * @param {{ hash?: string, width?: number, height?: number, theme?: 'light' | 'dark', locale?: string, before?: (page) => any, ready?: string }} options
 */
async function visit(browser, origin, { hash = '', width = 1280, height = 900, theme = 'light', locale = 'en-GB', before, ready = '.verdict' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const seen = { troubles: [], requests: [] };
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && seen.troubles.push(message.text()));
  page.on('pageerror', (error) => seen.troubles.push(String(error)));
  page.on('dialog', (dialog) => { seen.troubles.push(`dialog: ${dialog.message()}`); return dialog.dismiss(); });
  context.on('request', (request) => seen.requests.push(request.url()));
  await before?.(page);
  await page.goto(`${origin}/${hash}`);
  await page.waitForSelector(ready);
  return { page, seen, [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: () => context.close(), close: () => context.close() };
}

/** Once nothing beside the answer is of the answer before. @param {import('playwright-core').Page} page */
export const settled = (page) => page.locator('.insights:not(.stale)').first().waitFor({ state: 'attached' });

/** What the page answers: the label and every probability, to the last bit. */
export function answerOf(page) {
  return page.evaluate(() => ({
    prediction: document.querySelector('.answer-head data')?.value ?? null,
    probabilities: [...document.querySelectorAll('.probabilities tbody data')].map((data) => Number(data.value)),
  }));
}
