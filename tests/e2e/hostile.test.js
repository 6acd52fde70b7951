// Texts of a model are data: whatever they say, they are shown and nothing else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { stubbed as stub } from './stub.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** Opens the page on the stub, and fills in the one number that has no statistics to start from. */
async function stubbed(texts, task = 'classification', more = {}, width = 1280) {
  const visited = await here.visit({ ...stub({ task, texts, ...more }), width });
  assert.match(await visited.page.textContent('.verdict'), /No answer yet/);
  await visited.page.fill('#field-2', '7');
  return visited;
}

const PAYLOADS = [
  '<img src=x onerror="window.intruded=1">', '<script>window.intruded=1</script>', '"><svg onload=window.intruded=1>',
  "' onfocus=window.intruded=1 autofocus x='", '</option></select><script>window.intruded=1</script>', 'javascript:window.intruded=1',
  '{{constructor.constructor("window.intruded=1")()}}', '${window.intruded=1}', '<style>*{display:none}</style>', '<base href=//evil.example>',
  '<iframe srcdoc="<script>parent.intruded=1</script>">', '<meta http-equiv=refresh content="0;url=//evil.example">', '&lt;b&gt;&#60;', '<!--',
  ']]>', '\u202Egnp.exe', '\u0000\u0007', 'constructor', '__proto__', 'toString', '</title></textarea></details><b>bold</b>',
  'a'.repeat(300), 'मनीष منش', '=1+1', '\u2067\u202E\u2066nothing ends\u202D', 'zero\u200B\u200C\u200D\u2060\uFEFFwidth', '\uD800 alone \uDC00', 'Z\u0351\u036B\u0343\u036A\u0302'.repeat(30),
  'line\u2028break\u2029and\r\n\ttab', 'data:text/html,<script>parent.intruded=1</script>', '\u0000<svg/onload=window.intruded=1>', 'url(//evil.example/x)', '#{7*7}<%= 7*7 %>[[${7*7}]]',
  'hasOwnProperty', 'valueOf', '-1', 'NaN', '\u00A0', 'vbscript:x', '%3Cscript%3E', '<math><mtext><table><mglyph><style><img src=x onerror=window.intruded=1>', '@import "//evil.example"', '<a href=//evil.example>click</a>', '<form action=//evil.example><button>go',
];
/** Each payload alone and wrapped: 1,000 different strings in batches. */
const STRINGS = Array.from({ length: 1000 }, (_, i) => PAYLOADS[i % PAYLOADS.length].replace(/$/, i < PAYLOADS.length ? '' : ` ${i}`));
const ALLOWED = /^(MAIN|OUTPUT|PROGRESS|DATALIST|PRE|STRONG|TIME|OL|COL|COLGROUP|TFOOT|path|g|polyline|DIV|P|H[1-6]|SECTION|FORM|FIELDSET|LEGEND|LABEL|INPUT|SELECT|OPTION|TEXTAREA|SPAN|BUTTON|UL|LI|DL|DT|DD|TABLE|CAPTION|THEAD|TBODY|TR|TH|TD|DATA|DETAILS|SUMMARY|CODE|FIGURE|FIGCAPTION|svg|rect|circle|line|text)$/;

for (let batch = 0; batch < 10; batch++) {
  test(`hostile texts ${batch * 100} to ${batch * 100 + 99} are shown and inert`, async () => {
    const texts = STRINGS.slice(batch * 100, batch * 100 + 100);
    const { page, seen, close } = await stubbed(texts);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    const found = await page.evaluate(() => ({
      intruded: 'intruded' in window,
      names: [...new Set([...document.querySelectorAll('main, main *')].map((node) => node.tagName))],
      handlers: [...document.querySelectorAll('*')].flatMap((node) => node.getAttributeNames()).filter((name) => /^on|^src|^action|^srcdoc/.test(name)),
      polluted: 'polluted' in {},
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      styles: [...document.querySelectorAll('main [style]')].map((node) => node.getAttribute('style')).filter((style) => /url|[<>"'\\@]/.test(style)),
      ids: [...document.querySelectorAll('main [id], main [name], main [for]')].flatMap((node) => [node.id, node.getAttribute('name'), node.htmlFor]).filter((id) => id && !/^[\w-]+$/.test(id)),
    }));
    assert.equal(found.intruded, false);
    assert.equal(found.polluted, false);
    assert.deepEqual([found.styles, found.ids], [[], []]);
    assert.deepEqual(found.names.filter((name) => !ALLOWED.test(name)), []);
    assert.deepEqual([...new Set(found.handlers)], ['src']); // of the page's own script and picture
    assert.equal(await page.locator('main [src], main [href], main [action]').count(), 0);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(here.origin)), []);
    assert.deepEqual(seen.troubles, []);
    assert.ok(found.wide <= 0, `${found.wide} too wide`);
    const shown = await page.textContent('main');
    const visible = texts.filter((text) => shown.includes(text)).length;
    assert.ok(visible > 60, `${visible} of 100 stand there word for word`);
    await close();
  });
}

test('texts of thousands of letters are shown, and the page stays usable', async () => {
  const { page, seen, close } = await stubbed(['x'.repeat(2000), 'word '.repeat(400)], 'classification', {}, 320);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await page.fill('#field-2', '8');
  assert.equal(await page.evaluate(() => Object.values(window.asked)[2]), 8);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('every kind of column gives its own kind of value', async () => {
  const { page, close } = await stubbed(['plain']);
  const types = await page.evaluate(() => Object.values(window.asked).map((value) => (value === null ? 'null' : typeof value)));
  assert.deepEqual(types, ['number', 'number', 'number', 'null', ...Array(4).fill('string'),
    'number', 'number', ...Array(4).fill('boolean'), 'string', 'string']);
  await close();
});

for (const [task, verdicts] of [['regression', 1], ['several', 2]]) {
  test(`a page for ${task}`, async () => {
    const { page, seen, close } = await stubbed(['plain'], task);
    assert.equal(await page.locator('.verdict').count(), verdicts);
    if (task === 'regression') assert.match(await page.textContent('.answer-head'), /4\.2\s*plain/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(seen.troubles, []);
    await close();
  });
}

test('a label is a name: no digit of a number is rounded away or set apart', async () => {
  const more = { classes: [20231, 20232, 98107.25], levels: [98107, 98109, 1234567] };
  const { page, close } = await stubbed(['plain'], 'classification', more);
  assert.equal(await page.textContent('.verdict'), '98107.25');
  assert.deepEqual(await page.locator('.probabilities tbody th').allTextContents(), ['20231', '20232', '98107.25']);
  assert.deepEqual(await page.locator('.confusion tbody th').allTextContents(), ['20231', '20232', '98107.25']);
  assert.deepEqual(await page.locator('.field').nth(8).locator('.level').allTextContents(), ['98107', '98109', '1234567', 'Other …']);
  assert.match(await page.locator('.card details td', { hasText: '98107' }).first().textContent(), /^98107, 98109, 1234567$/);
  await close();
});

test('a metric is explained whatever the card adds to its name', async () => {
  for (const metric of ['F1', 'F1 (of "died")', 'F1 (of 1)', 'F1 (macro)']) {
    const { page, close } = await stubbed(['plain'], 'classification', { metric });
    assert.match(await page.locator('.card .figures tbody th').first().textContent(), /balance of precision and recall/);
    await close();
  }
});

test('a row without an answer is said in words', async () => {
  const { page, close } = await stubbed(['plain'], 'classification', { fails: true });
  assert.match(await page.textContent('.answer'), /could not answer.*comes to no number/);
  await close();
});

test('the ends of a range are shown to the last digit', async () => {
  const { page, close } = await stubbed(['plain'], 'regression', { range: [6.4, 995125.683] });
  assert.deepEqual(await page.locator('.field .ends').first().locator('.end').allTextContents(), ['6.4', '995,125.683']);
  assert.match(await page.locator('.said').first().textContent(), /\(6\.4 to 995,125\.683\)/);
  assert.match(await page.locator('.card details td', { hasText: 'in training' }).first().textContent(), /6\.4 to 995,125\.683/);
  await page.locator('#field-0').fill('1');
  await page.locator('input[type=range]').first().press('End');
  assert.equal(await page.inputValue('#field-0'), '995125.683');
  await close();
});

const UNIT = 'thousand dollars of the year 2024 per household';
for (const width of [340, 600, 1280]) {
  test(`long units and large numbers have room, ${width} wide`, async () => {
    const { page, close } = await stubbed([UNIT], 'classification', { range: [6.4, 995100] }, width);
    const found = await page.evaluate(() => {
      const box = (node) => node.getBoundingClientRect();
      const overlap = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
      const first = document.querySelector('.number');
      const [low, high, typed, slide] = [...first.querySelectorAll('.end'), first.querySelector('.typed'), first.querySelector('.slide')].map(box);
      const unknown = box(document.querySelector('.unknown'));
      const input = first.querySelector('.typed input');
      return {
        sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        apart: high.left - low.right, edge: slide.right - high.right, unknown: unknown.height, lines: [low, high].map(({ height }) => Math.round(height)),
        overlap: overlap(typed, slide),
        slide: slide.width, cut: input.scrollWidth - input.clientWidth,
        letters: Math.min(...[...document.querySelectorAll('.unit')].map((unit) => box(unit).width)),
      };
    });
    assert.ok(found.sideways <= 0 && found.cut <= 0 && !found.overlap, JSON.stringify(found));
    assert.ok(found.apart >= 5 && Math.max(...found.lines, found.edge) < 24 && found.unknown < 30, JSON.stringify(found));
    assert.ok(found.slide > 120 && found.letters > 60, JSON.stringify(found));
    await close();
  });
}
