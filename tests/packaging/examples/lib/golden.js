// What the packed examples must answer: rows that a person can enter, with the bits of the golden answers.
import { readFileSync } from 'node:fs';
import { number } from '../../lib/golden.js';

/** Rows by their columns' names, with the numbers of each: margins, then probabilities; and the code of the class. */
export function golden(name) {
  const read = (file) => readFileSync(new URL(`../../../golden/${name}/${file}`, import.meta.url), 'utf8');
  const { columns, rows } = JSON.parse(read('input.json')), lines = read('bits.txt').split('\n');
  return rows.map((row, i) => {
    const words = lines[i].trim().split(' ');
    return { row: Object.fromEntries(row.map((cell, c) => [columns[c], cell])), numbers: words.slice(0, -1).map(number), code: Number(words.at(-1)) };
  });
}

/** Passengers whom the forms can describe. */
export const passengers = golden('titanic-logistic')
  .filter(({ row: { Age, Sex, Embarked } }) => (Age === null || Age >= 0) && ['female', 'male'].includes(Sex) && ['C', 'Q', 'S'].includes(Embarked));
