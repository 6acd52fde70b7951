// Every text that a visitor reads is in www/texts.js: what the page's modules put on the screen is no literal.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript-service';

const www = new URL('../../www/', import.meta.url);
/** The texts, and what this page offers: a list that whoever runs the page writes. */
const APART = ['texts.js', 'models.js'];
const files = readdirSync(www, { recursive: true }).filter((name) => /\.js$/.test(name) && !/^pkg\//.test(name) && !APART.includes(name)).sort();

const ATTRIBUTES = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label'];
const PROPERTIES = ['textContent', 'innerText', 'title', 'placeholder', 'ariaLabel'];
const MAKERS = ['element', 'drawn', 'part', 'folded', 'append', 'prepend', 'replaceChildren', 'announce'];
const SENTENCE = /^\p{Lu}\p{Ll}*\s.*\p{L}/u;
const WORD = /\p{L}{2}/u;

/** What an expression may be: both sides of a choice, the pieces of a template. @returns {string[]} */
function literals(node) {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.flatMap((span) => [span.literal.text, ...literals(span.expression)])];
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...literals(node.left), ...literals(node.right)];
  if (ts.isParenthesizedExpression(node) || ts.isSpreadElement(node)) return literals(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literals);
  return [];
}

const called = (node) => node.expression.name?.text ?? node.expression.text;

/** Literals that reach the screen by what a node does. */
function shown(node) {
  if (ts.isCallExpression(node) && MAKERS.includes(called(node))) {
    return node.arguments.slice(['element', 'drawn'].includes(called(node)) ? 2 : 0).flatMap(literals);
  }
  if (ts.isCallExpression(node) && called(node) === 'setAttribute' && ATTRIBUTES.includes(node.arguments[0].text)) return literals(node.arguments[1]);
  if (ts.isPropertyAssignment(node) && ATTRIBUTES.includes(node.name.text)) return literals(node.initializer);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && PROPERTIES.includes(node.left.name?.text)) return literals(node.right);
  return [];
}

/** What is wrong in a source, line by line. */
function found(name, source) {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS), wrong = [];
  const visit = (node) => {
    const texts = [...shown(node).filter((text) => WORD.test(text)), ...(ts.isStringLiteralLike(node) && SENTENCE.test(node.text) ? [node.text] : [])];
    for (const text of texts) wrong.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(wrong)];
}

test('no text that is shown lies outside texts.js', () => {
  assert.ok(files.length > 40);
  assert.deepEqual(files.flatMap((name) => found(name, readFileSync(new URL(name, www), 'utf8'))), []);
});

for (const source of [
  "element('p', {}, 'Hello')", "element('p', { 'aria-label': 'Hello' })", "element('p', {}, a ? texts.b : `Hello ${c}`)", "node.textContent = 'Hello'",
  "drawn('text', {}, wide && 'rows')", "node.setAttribute('title', 'Hello')", "throw new Error('The worker has gone')", "node.append('rows')",
]) {
  test(`it would be found: ${source}`, () => assert.equal(found('x.js', source).length, 1));
}

test('every text is used', () => {
  const used = files.map((name) => readFileSync(new URL(name, www), 'utf8')).join('\n') + readFileSync(new URL('index.html', www), 'utf8');
  const names = [...readFileSync(new URL('texts.js', www), 'utf8').split('export const texts')[1].matchAll(/^ {2}(\w+)[:(]/gm)].map(([, name]) => name);
  assert.ok(names.length > 60);
  assert.deepEqual(names.filter((name) => !new RegExp(`texts\\.${name}\\b|data-text="${name}"`).test(used)), []);
});
