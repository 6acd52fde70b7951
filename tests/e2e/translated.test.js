// The page in another language: with texts.js translated no English is left on it, longer texts break nothing on the
// narrowest screen, and where one reads from right to left nothing overlaps. Numbers are the reader's.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { artefacts, full, www } from './places.js';
import { states, unfold } from './states.js';

const source = await readFile(`${www}/texts.js`, 'utf8');

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** texts.js with every text in brackets and half as long again. */
const translated = (direction) => `${source.replace('export const texts =', 'const english =')}
  const pseudo = (text) => text === '' ? '' : '⟦' + text + ' ' + 'ŵőrđ '.repeat(Math.ceil(text.length / 10)) + '⟧';
  const other = (one) => typeof one === 'string' ? pseudo(one) : typeof one === 'function' ? (...all) => other(one(...all))
    : Array.isArray(one) ? one.map(other) : one && typeof one === 'object' ? Object.fromEntries(Object.entries(one).map(([name, value]) => [name, other(value)])) : one;
  export const texts = { ...other(english), language: 'en', direction: '${direction}' };`;

/** Opens a state with such texts. */
async function open(state, { direction = 'ltr', width = 320, ...more } = {}) {
  const before = async (page) => {
    await state.before?.(page);
    await page.route('**/texts.js', (route) => route.fulfill({ contentType: 'text/javascript', body: translated(direction) }));
  };
  const visited = await here.visit({ ...state, before, width, ...more });
  await state.act?.(visited.page);
  return visited;
}

/** What can be read of a page: texts, the names that screen readers say, the title; not code, nor why the runtime refuses. */
const readable = (page) => page.evaluate(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [document.title];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('script, style, noscript, pre, .reason')) texts.push(walker.currentNode.data);
  const names = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label'];
  document.querySelectorAll('body *').forEach((node) => texts.push(...names.map((name) => node.getAttribute(name) ?? '')));
  return texts;
});

/** Words of the model, of what the page offers, of what was typed, and of the self-test's verdict, which the runtime says. */
const own = (page) => page.evaluate(async () => {
  const { models } = await import('./models.js'), { load } = await import('./pkg/browser.js');
  const offer = models.find(({ id }) => location.hash.startsWith(`#${id}`)) ?? models[0];
  const model = await load({ model: new URL(offer.file, document.baseURI).href });
  const created = new Date(String(model.card.created).replace(/\[.*\]$/, ''));
  const made = Number.isNaN(created.valueOf()) ? '' : new Intl.DateTimeFormat([...navigator.languages], { dateStyle: 'long' }).format(created);
  const lists = ['conjunction', 'disjunction'].map((type) => new Intl.ListFormat('en', { type }).format(['', '']));
  const typed = [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
  return JSON.stringify([typed, models, model.schema, model.card, model.version, model.selfTest(), made, lists, 'windowbox', navigator.languages]);
});

/** What the runtime says to whoever runs the page. */
const details = async (page) => `windowbox Titanic Iris ${(await page.locator('.trouble details p').allTextContents()).join(' ')}`;

const words = (text) => text.match(/[\p{L}\p{M}]+/gu) ?? [];

/** Without what stands in brackets, and brackets in it. */
const outside = (text) => {
  for (let before; before !== text;) [before, text] = [text, text.replace(/⟦[^⟦⟧]*⟧/g, '')];
  return text;
};

// Texts of index.html are read before any script runs; what is wrong with a row of a table, the runtime says.
const READ = Object.keys(states).filter((name) => !['opening', 'lost', 'trouble-unfolded', 'refused', 'every-kind', 'several'].includes(name) && !/^many-rows/.test(name));
for (const name of READ.filter((name, i) => full || states[name].main || i % 2)) {
  test(`${name}: no English is left, and longer texts fit`, async () => {
    const { page, close } = await open(states[name]);
    await unfold(page);
    await page.waitForTimeout(600);
    const texts = await readable(page);
    assert.ok(texts.filter((text) => text.includes('⟦')).length > 2);
    const known = new Set(words(states[name].ready === '.trouble' ? await details(page) : await own(page)));
    const left = texts.map(outside).filter((text) => words(text).some((word) => !known.has(word)));
    assert.deepEqual([...new Set(left)], []);
    await page.screenshot({ path: `${artefacts}translated-${name}.png`, fullPage: true });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    assert.deepEqual(await cut(page), []);
    await close();
  });
}

/** What is cut off. */
const cut = (page) => page.evaluate(() => [...document.querySelectorAll('body *')]
  .filter((node) => node.checkVisibility() && !node.closest('.unseen, .wide, svg, select, input, textarea') && ['hidden', 'clip'].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1)
  .map((node) => `${node.tagName} ${node.className}`));

/** Blocks beside or below one another that cover one another. */
const overlaps = (page) => page.evaluate(() => {
  const block = (node) => node.checkVisibility() && !/^(inline|contents|none|table-)/.test(getComputedStyle(node).display) && !['absolute', 'fixed', 'sticky'].includes(getComputedStyle(node).position) && !node.closest('.hills, .unseen, .slide, svg');
  const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return [...document.querySelectorAll('body *')].flatMap((parent) => {
    const all = [...parent.children].filter(block);
    return all.flatMap((a, i) => all.slice(i + 1).filter((b) => covers(a.getBoundingClientRect(), b.getBoundingClientRect())).map((b) => `${a.tagName}.${a.className} and ${b.tagName}.${b.className}`));
  });
});

for (const name of ['titanic', 'titanic-warned', 'iris-wrong', 'regression']) {
  for (const width of full ? [320, 768, 1280] : [320, 1280]) {
    test(`${name} from right to left, ${width} wide: nothing overlaps or scrolls sideways`, async () => {
      for (const direction of ['ltr', 'rtl']) {
        const { page, close } = await open(states[name], { direction, width });
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), direction);
        await unfold(page);
        await page.screenshot({ path: `${artefacts}${direction}-${name}-${width}.png`, fullPage: true });
        assert.deepEqual(await overlaps(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
        // A translator's name of a button begins with what stands on it; lengthened texts do not.
        assert.deepEqual((await violations(page)).filter((line) => !line.startsWith('label-content-name-mismatch')), []);
        await close();
      }
    });
  }
}

test('a language that is none is passed over', async () => {
  const before = (page) => page.addInitScript(() => Object.defineProperty(navigator, 'languages', { get: () => ['C', 'de-DE'] }));
  const { page, seen, close } = await here.visit({ hash: '#titanic', before });
  assert.match(await page.textContent('.sure'), /^83,1\s%/);
  assert.deepEqual(seen.troubles, []);
  await close();
});

for (const [locale, percent, age] of [['de-DE', /^83,1\s%/, '0,42'], ['fr-FR', /^83,1\s%/, '0,42'], ['ar-EG', /^٨٣٫١/, '0.42'], ['hi-IN', /^83\.1%/, '0.42']]) {
  test(`numbers as ${locale} writes them, and read as they are typed`, async () => {
    const { page, close } = await here.visit({ hash: '#titanic', locale });
    assert.match(await page.textContent('.sure'), percent);
    const box = page.getByLabel('Age', { exact: true });
    await page.getByLabel('Age, slider').press('Home');
    assert.equal((await box.inputValue()).replace('٫', '.'), age);
    const answer = await page.textContent('.sure');
    await box.fill('0,42');
    assert.equal(await page.textContent('.sure'), answer);
    await close();
  });
}
