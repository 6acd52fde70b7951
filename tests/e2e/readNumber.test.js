// Numbers as people type them: what is written in any locale is read back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumber } from '../../www/readNumber.js';

const READ = {
  '1.5': 1.5, '1,5': 1.5, ' 3 ': 3, '-2': -2, '\u22122': -2, '+4': 4, '.5': 0.5, ',5': 0.5, '5.': 5, '2e-3': 0.002, '1E3': 1000,
  '1 234,5': 1234.5, '1\u00a0234.5': 1234.5, '1\u202f234,5': 1234.5, "1'234.5": 1234.5, '1.234,5': 1234.5, '1,234.5': 1234.5, '1,234,567': 1234567, '0,125': 0.125,
  '1.234.567': 1234567, '12,34,567.25': 1234567.25,
  '٣': 3, '\u061c-١٬٢٣٤٫٥': -1234.5, '۱۲٫۵': 12.5, '१२.५': 12.5, '１２': 12,
};
for (const [text, value] of Object.entries(READ)) {
  test(`${JSON.stringify(text)} is ${value}`, () => assert.equal(readNumber(text)?.value, value));
}

const REFUSED = ['', ' ', 'abc', '1.2.3', '1,2,3', '1,23.4', '--1', '1e', '0x10', 'NaN', 'Infinity', '1e999', '5 cm', '1 2', '٫', '1_000', 'null'];
for (const text of REFUSED) {
  test(`${JSON.stringify(text)} is no number`, () => assert.equal(readNumber(text), null));
}

test('what could mean thousands is doubtful, what cannot is not', () => {
  for (const text of ['1,500', '-12,345', '999,999']) assert.equal(readNumber(text)?.doubtful, true, text);
  for (const text of ['0,125', '1.500', '1,50', '1234,567', '1,5000']) assert.equal(readNumber(text)?.doubtful, false, text);
  for (const text of ['1.500', '1,500']) assert.equal(readNumber(text, '.')?.doubtful, true, text);
  assert.equal(readNumber('0.125', '.')?.doubtful, false);
});

test('what a locale writes is read back', () => {
  for (const locale of ['en', 'de', 'de-CH', 'fr', 'sv', 'pl', 'pt-BR', 'hi', 'ar-EG', 'fa', 'he']) {
    for (const more of [{ numberingSystem: 'latn' }, { useGrouping: false, numberingSystem: 'latn' }, {}]) {
      const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 12, ...more });
      for (const value of [0, 28, 14.45, -0.019414, 1234567.25, 512.3292]) {
        assert.equal(readNumber(format.format(value))?.value, value, `${locale}: ${format.format(value)}`);
      }
    }
  }
});
