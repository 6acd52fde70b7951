// JavaScript that m2cgen wrote.
import { lists } from '../shapes.js';

export async function load(place, model) {
  const { score } = await import(`${place.made}m2cgen.mjs`);
  return {
    version: place.versions.m2cgen,
    ready: (rows, count) => lists(rows, model.columns.length, count),
    batch: (rows) => {
      const answers = new Array(rows.length);
      for (let i = 0; i < rows.length; i++) answers[i] = score(rows[i]);
      return answers;
    },
    flat: (answer) => answer.flat(),
    one: (row) => score(model.columns.map((name) => row[name])),
  };
}
