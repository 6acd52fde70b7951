// The golden cases that the packed examples must answer: rows, and the bits of every answer.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../golden');

/** A case, the name of its rows in the apps, and its labels in the order of their codes. */
const CASES = [['titanic-logistic', 'passengers', [0, 1]], ['iris-tree', 'flowers', ['setosa', 'versicolor', 'virginica']]];

const NUMBERS = { Infinity, '-Infinity': -Infinity, NaN };

/** What sixteen hexadecimal digits are as a double. */
export const number = (digits) => new Float64Array(new BigUint64Array([BigInt(`0x${digits}`)]).buffer)[0];

function rowsOf(name) {
  const { columns, rows } = JSON.parse(readFileSync(`${folder}/${name}/input.json`, 'utf8'));
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i], Object.hasOwn(NUMBERS, cell) ? NUMBERS[cell] : cell])));
}

/** A line of bits.txt is margins, probabilities, code of the label; a row without an answer is all NaN. */
function answersOf(name, labels, count) {
  const lines = readFileSync(`${folder}/${name}/bits.txt`, 'utf8').split('\n').slice(0, count);
  return lines.map((line) => {
    const words = line.trim().split(' '), numbers = words.slice(0, -1).map(number);
    return numbers.some(Number.isNaN) ? null : { label: labels[words.at(-1)], numbers };
  });
}

const rows = CASES.map(([name, variable]) => [name, variable, rowsOf(name)]);

/** What `answers` of app.js must give. */
export const expected = Object.fromEntries(CASES.map(([name, , labels], i) => [name, answersOf(name, labels, rows[i][2].length)]));

/** JSON knows no infinity. */
const literal = (value) => JSON.stringify(value, (_, cell) => Number.isFinite(cell) || typeof cell !== 'number' ? cell : `<${cell}>`).replace(/"<(\S*?)>"/g, '$1');

/** app.js with its rows: as a classic script, and what modules add. */
const script = [...rows.map(([, variable, list]) => `const ${variable} = ${literal(list)};\n`), readFileSync(`${import.meta.dirname}/app.js`, 'utf8')].join('');
const names = '{ passengers, flowers, answers, tell, expected }';
const known = `const expected = ${JSON.stringify(expected)};\n`;

/** The files that an app finds beside it. */
export const files = {
  'golden.js': `${script}${known}export ${names};\n`,
  'golden.cjs': `${script}${known}module.exports = ${names};\n`,
  'golden.script.js': script,
  'golden.worker.js': readFileSync(`${import.meta.dirname}/worker.js`, 'utf8'),
};
