// What is said of rows that the model never saw: whether they are like the training data, and what is likely. Models
// are trained here on a part of the examples' tables, and asked about the rest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { load } from '../../pkg/dist/node.js';
import { familiar, likely } from '../../pkg/dist/insight.js';
import { windowbox } from './packages.js';

const root = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(`${tmpdir()}/windowbox-held-out-`);
after(() => rmSync(place, { recursive: true }));

/** The lines of a table in an order that has nothing to do with them, always the same. */
const shuffled = (lines, seed) => lines.map((line) => [seed = (seed * 16807) % 2147483647, line]).sort(([a], [b]) => a - b).map(([, line]) => line);

/** A model of seven rows of ten, and the others as records. */
const part = async (file, target, seed, ...options) => {
  const [header, ...lines] = readFileSync(`${root}/examples/${file}`, 'utf8').trim().split(/\r?\n/);
  const rows = shuffled(lines, seed), cut = Math.floor(rows.length * 0.7);
  writeFileSync(`${place}/train.csv`, [header, ...rows.slice(0, cut)].join('\n'));
  writeFileSync(`${place}/rest.csv`, [header, ...rows.slice(cut)].join('\n'));
  const { status, stderr } = spawnSync(windowbox, ['train', `${place}/train.csv`, '--target', target, '-o', `${place}/m.wbx`, ...options], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { model: await load({ model: readFileSync(`${place}/m.wbx`) }), rest: readFileSync(`${place}/rest.csv`, 'utf8') };
};

/** A table's rows as records, whose cells are what the model takes. */
const records = (model, text) => {
  const [header, ...lines] = text.split('\n').map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare));
  const cellOf = ({ kind, missing }, cell) => cell === '' && missing ? null : kind.type === 'numeric' || kind.levels?.type === 'number' ? Number(cell) : cell;
  return lines.map((cells) => {
    const named = Object.fromEntries(header.map((name, i) => [name, cells[i]]));
    return { all: named, row: Object.fromEntries(model.schema.columns.map((column) => [column.name, cellOf(column, named[column.name])])) };
  });
};

const share = (list, holds) => list.filter(holds).length / list.length;

const STORIES = [
  ['titanic/titanic.csv', 'Survived', 'logistic'],
  ['titanic/titanic.csv', 'Survived', 'random-forest'],
  ['titanic/titanic.csv', 'Fare', 'gradient-boosting'],
  ['iris/iris.csv', 'species', 'random-forest'],
];

for (const [file, target, kind] of STORIES) {
  test(`${file}, ${target} by ${kind}: nine of ten rows are usual, and intervals cover what they say`, async () => {
    const { model, rest } = await part(file, target, 11, '--model', kind), rows = records(model, rest);
    const usual = share(rows, ({ row }) => familiar(model, row).verdict === 'usual');
    assert.ok(usual >= 0.9, `${usual} are usual`);
    assert.equal(share(rows, ({ row }) => familiar(model, row).verdict === 'unlike'), 0);

    for (const level of [0.8, 0.9, 0.95]) {
      const covered = share(rows, ({ all, row }) => {
        const { interval, labels, level: said } = likely(model, row, level);
        assert.equal(said, level);
        return labels ? labels.map(String).includes(all[target]) : Number(all[target]) >= interval[0] && Number(all[target]) <= interval[1];
      });
      // Of a sound method one test in a thousand is below: three deviations, of these rows and of those that it comes from.
      const { n } = model.statistics.conformal, deviation = Math.sqrt(level * (1 - level) * (1 / rows.length + 1 / n));
      assert.ok(covered >= level - 3 * deviation, `${covered} of ${rows.length} rows, where ${level} was said`);
      assert.ok(covered <= level + 0.08 + 3 * deviation, `${covered} where ${level} was said: the sets are too large`);
    }
  });
}

test('rows whose cells are in one another\'s columns, or far away, are not usual', async () => {
  const { model, rest } = await part('iris/iris.csv', 'species', 3, '--model', 'decision-tree'), rows = records(model, rest), names = model.schema.columns.map(({ name }) => name);
  const moved = ({ row }) => Object.fromEntries(names.map((name, i) => [name, row[names[(i + 1) % names.length]]]));
  const far = ({ row }) => Object.fromEntries(names.map((name) => [name, row[name] * 10]));
  assert.ok(share(rows, (row) => familiar(model, moved(row)).verdict === 'usual') < 0.1);
  assert.equal(share(rows, (row) => familiar(model, far(row)).verdict === 'unlike'), 1);
});
