// Every variant of the runtime answers the golden cases that it claims to the native
// bits, and refuses the others with the name of the kind that it lacks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { answers, cases, expected } from './golden.js';
import { golden, runtime } from './packages.js';

const root = new URL('../../', import.meta.url);
const wasm = (file) => readFileSync(new URL(`pkg/${file}`, root));

/** Its file, the cases that it may not refuse, and some that it must, with the kind that is missing. */
const VARIANTS = {
  linear: {
    file: 'variants/windowbox-linear.wasm',
    claims: /^titanic-logistic$/,
    lacks: { 'hand-trees': 'lookup of text as levels', 'xgb-binary-titanic': 'tree ensemble' },
  },
  core: {
    file: 'variants/windowbox-core.wasm',
    claims: /^(xgb|lgb|cat|treelite|iris|fare)-|^titanic-(forest|logistic)$/,
    lacks: { 'hand-trees': 'lookup of text as levels', 'titanic-bayes': 'Gaussian naive Bayes', 'titanic-nearest': 'nearest neighbours' },
  },
  common: {
    file: 'variants/windowbox-common.wasm',
    claims: /^(xgb|lgb|cat|treelite|iris|fare)-|^titanic-(forest|logistic)$|^linear-r-(lm-|multinom-|poisson$)|^onnx-(adaboost|calibrated|columns|forest|gbr|hgb|logreg|mlp|pca|quantile|stack|vote)-|^pmml-(r-glm|sk-gb-titanic|sk-logreg)/,
    lacks: { 'linear-r-binomial-cauchit': 'the rarer link functions', 'titanic-bayes': 'Gaussian naive Bayes', 'onnx-svc-wine': 'support vector machine' },
  },
  most: {
    file: 'variants/windowbox-most.wasm',
    claims: /^(?!onnx-(wordcount|tfidf)-|pmml-jpmml-(dates|scorecard)|pmml-sk-gb-dates)/,
    lacks: { 'onnx-wordcount-made': 'counter of words', 'pmml-jpmml-dates': 'reader of dates' },
  },
  all: { file: 'dist/windowbox.wasm', claims: /./, lacks: {} },
};

for (const [variant, { file, claims, lacks }] of Object.entries(VARIANTS)) {
  test(`the variant ${variant}`, async (t) => {
    const { load } = await runtime(), module = await WebAssembly.compile(wasm(file));
    const refused = {};
    for (const name of cases) {
      const model = await load({ module, model: golden(name) }).catch((error) => error);
      if (model instanceof Error) {
        assert.match(model.code, /^missing-(step|model)$/, `${name}: ${model.message}`);
        assert.match(model.message, /^this runtime was built without \w/, name);
        assert.match(model.hint, /the whole runtime/, name);
        assert.doesNotMatch(name, claims, `${variant} must carry ${name}: ${model.message}`);
        refused[name] = model.message.replace('this runtime was built without ', '');
      } else {
        assert.deepEqual(answers(model, name), expected(name), name);
        model.free();
      }
    }
    for (const [name, kind] of Object.entries(lacks)) assert.equal(refused[name], kind);
    t.diagnostic(`answers ${cases.length - Object.keys(refused).length} of ${cases.length} cases, refuses ${Object.keys(refused).join(', ') || 'none'}`);
  });
}
