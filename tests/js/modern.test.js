// Rows of today's libraries: proxies and signals that work as before, and go on working.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createDraft, produce } from 'immer';
import { autorun, makeAutoObservable, observable, runInAction } from 'mobx';
import { get, writable } from 'svelte/store';
import { computed, nextTick, reactive, readonly, ref, shallowReactive, watchEffect } from 'vue';
import { fresh } from './packages.js';

const OLD = { Age: 60, Sex: 'male', Embarked: 'S' };
const YOUNG = { Age: 3, Sex: 'female', Embarked: 'S' };
let model;

before(async () => { model = await (await fresh('titanic-survival')).load(); });

const answers = (row) => {
  const { prediction, errors, warnings } = model.predict([row, row]);
  assert.deepEqual([errors, warnings], [[], []]);
  return prediction;
};

test('Vue: reactive, readonly, shallow and ref rows', () => {
  for (const row of [reactive(OLD), readonly(reactive(OLD)), shallowReactive({ ...OLD }), ref({ ...OLD }).value]) assert.deepEqual(answers(row), [0, 0]);
  assert.equal(model.predict(reactive([OLD, YOUNG])).prediction.join(), '0,1');
});

test('Vue: a computed prediction follows its row, a watcher too', async () => {
  const row = reactive({ ...OLD });
  const prediction = computed(() => model.predictOne(row).prediction);
  const seen = [];
  watchEffect(() => seen.push(model.predictOne(row).prediction));
  assert.equal(prediction.value, 0);
  Object.assign(row, YOUNG);
  assert.equal(prediction.value, 1);
  await nextTick();
  assert.deepEqual(seen, [0, 1]);
});

test('Vue: a model may live in reactive state', () => {
  const state = reactive({ model, row: { ...YOUNG } });
  assert.equal(state.model.predictOne(state.row).prediction, 1);
});

test('MobX: observable objects, arrays and classes, and reactions', () => {
  assert.deepEqual(answers(observable({ ...YOUNG })), [1, 1]);
  assert.equal(model.predict(observable([OLD, YOUNG])).prediction.join(), '0,1');
  class Passenger {
    Age = 60;
    Sex = 'male';
    Embarked = 'S';
    constructor() { makeAutoObservable(this); }
  }
  const passenger = new Passenger();
  const seen = [];
  const stop = autorun(() => seen.push(model.predictOne(passenger).prediction));
  runInAction(() => Object.assign(passenger, YOUNG));
  stop();
  assert.deepEqual([seen[0], seen.at(-1)], [0, 1]);
});

test('Svelte: the value of a store, and a subscription', () => {
  const row = writable(OLD);
  assert.deepEqual(answers(get(row)), [0, 0]);
  const seen = [];
  const stop = row.subscribe((value) => seen.push(model.predictOne(value).prediction));
  row.set(YOUNG);
  stop();
  assert.deepEqual(seen, [0, 1]);
});

test('Svelte: state proxies', async () => {
  const { proxy } = await import('svelte/internal/client');
  assert.deepEqual(answers(proxy({ ...YOUNG })), [1, 1]);
});

test('Immer: drafts are read, and not changed', () => {
  const draft = createDraft({ row: OLD });
  assert.deepEqual(answers(draft.row), [0, 0]);
  const state = { rows: [OLD, YOUNG], prediction: null };
  const next = produce(state, (draft) => { draft.prediction = model.predict(draft.rows).prediction; });
  assert.deepEqual([next.prediction, next.rows], [[0, 1], state.rows]);
  assert.equal(next.rows, state.rows);
});

test('results are plain: they survive JSON and structuredClone', () => {
  const result = model.predict([OLD, { ...OLD, Sex: 'm' }, {}], { probabilities: true, margin: true });
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  assert.deepEqual(structuredClone(result), result);
});
