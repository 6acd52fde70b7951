import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, as lines to read. It comes in through the debugger: the page and its policy stay as they are. */
export async function violations(page) {
  await page.evaluate(axe);
  const { passes, violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly }), RULES);
  assert.ok(passes.length > 15, 'axe looked');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
