// The declarations beyond what `tsc --project types` sees: in a user's project, with every
// kind of resolution, from the oldest compiler that knows them to the newest; what editors
// show of them; the hand-written JavaScript itself; and that the CommonJS copies are copies.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder } from './packages.js';

const tests = new URL('..', import.meta.url);
const read = (path) => readFileSync(new URL(path, tests), 'utf8');
const ts = createRequire(import.meta.url)('typescript-service');

/** A user's project, with the packages installed. */
let place;
before(() => {
  place = mkdtempSync(`${tmpdir()}/windowbox-types-`);
  mkdirSync(`${place}/node_modules`);
  cpSync(folder('titanic-survival'), `${place}/node_modules/titanic-survival`, { recursive: true });
  symlinkSync(fileURLToPath(new URL('../pkg', tests)), `${place}/node_modules/windowbox`);
  for (const file of ['good.ts', 'bad.ts']) cpSync(new URL(`types/${file}`, tests), `${place}/${file}`);
  writeFileSync(`${place}/common.cts`, read('types/common.cts').replace('/common', ''));
  writeFileSync(`${place}/plain.ts`, "import { load } from 'titanic-survival';\n// @ts-expect-error a misspelt level\nload().then((model) => model.predictOne({ Sex: 'mael' }));\nexport const one = load().then((model): 0 | 1 => model.predictOne({ Sex: 'male' }).prediction);\n");
  writeFileSync(`${place}/package.json`, '{ "type": "module" }');
});
after(() => rmSync(place, { recursive: true }));

const STRICT = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: false, target: 'es2022', lib: ['es2022'], types: [] };

/** What a compiler says of files. */
const compiled = (compiler, options, files) => {
  writeFileSync(`${place}/tsconfig.json`, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  const { stdout } = spawnSync('node', [fileURLToPath(new URL(`node_modules/${compiler}/bin/tsc`, tests)), '--project', place], { cwd: place, encoding: 'utf8' });
  return stdout;
};

describe('a project compiles, and its mistakes do not', () => {
  const all = ['good.ts', 'bad.ts', 'common.cts'], esm = ['good.ts', 'bad.ts'];
  const cases = [
    ['typescript-oldest', '4.8', { module: 'node16', moduleResolution: 'node16' }, all],
    ['typescript-oldest', '4.8', { module: 'commonjs', moduleResolution: 'node' }, ['plain.ts']],
    ['typescript-service', '6.0', { module: 'esnext', moduleResolution: 'bundler' }, esm],
    ['typescript-service', '6.0', { module: 'esnext', moduleResolution: 'node10', ignoreDeprecations: '6.0' }, ['plain.ts']],
    ['typescript', '7.0', { module: 'node16', moduleResolution: 'node16' }, all],
    ['typescript', '7.0', { module: 'nodenext', moduleResolution: 'nodenext' }, all],
    ['typescript', '7.0', { module: 'esnext', moduleResolution: 'bundler' }, esm],
    ['typescript', '7.0', { module: 'preserve', moduleResolution: 'bundler', lib: ['es2022', 'dom', 'esnext.disposable'] }, [...esm]],
  ];
  for (const [compiler, version, options, files] of cases) {
    test(`TypeScript ${version}, ${options.module}, ${options.moduleResolution}: ${files}`, () => {
      assert.match(JSON.parse(read(`node_modules/${compiler}/package.json`)).version, new RegExp(`^${version}`));
      assert.equal(compiled(compiler, options, files), '');
    });
  }

  test('a mistake is told in the words of the model', () => {
    writeFileSync(`${place}/wrong.ts`, "import { predict, predictOne } from 'titanic-survival';\npredict({ Sex: 'mael' });\npredictOne({ Sex: 'male', Agee: 30 });\npredict({ Age: 30 });\n");
    const said = compiled('typescript', { module: 'nodenext', moduleResolution: 'nodenext' }, ['wrong.ts']);
    for (const words of [/'"mael"' is not assignable to type '"female" \| "male"'/, /'Agee'.*Did you mean.*'Age'/, /Property 'Sex' is missing/]) assert.match(said, words);
  });
});

describe('an editor', () => {
  const text = `import { load, predictOne } from 'titanic-survival';
const model = await load({ onProgress: ({ loaded }) => loaded });
const answer = model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' });
const { prediction } = answer;
const columns = model.predictColumns({ Age: [30], Sex: [''] });
model.predict([{ Embarked: 'S', Sex: '' }]);
`;
  let service, file;
  before(() => {
    file = `${place}/edited.ts`;
    const options = { ...STRICT, lib: ['lib.es2022.d.ts'], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
    const content = (name) => name === file ? text : ts.sys.readFile(name);
    service = ts.createLanguageService({
      getScriptFileNames: () => [file], getScriptVersion: () => '1', getCurrentDirectory: () => place, getCompilationSettings: () => options,
      getScriptSnapshot: (name) => content(name) === undefined ? undefined : ts.ScriptSnapshot.fromString(content(name)),
      getDefaultLibFileName: ts.getDefaultLibFilePath, fileExists: ts.sys.fileExists, readFile: ts.sys.readFile, directoryExists: ts.sys.directoryExists,
    });
  });
  const hover = (word) => {
    const { displayParts, documentation } = service.getQuickInfoAtPosition(file, text.indexOf(word));
    return [ts.displayPartsToString(displayParts), ts.displayPartsToString(documentation)];
  };
  const offered = (before) => service.getCompletionsAtPosition(file, text.indexOf(before) + before.length, {}).entries.map(({ name }) => name);

  test('shows label, unit and range of a column, wherever it is written', () => {
    assert.deepEqual(hover('Age: 30'), ['(property) Row.Age?: number | null | undefined', 'Age in years, 0.42 to 80 in training. May be missing.']);
    assert.deepEqual(hover('Embarked'), ['(property) Row.Embarked?: "C" | "Q" | "S" | null | undefined', 'Port of embarkation. C is Cherbourg, Q is Queenstown, S is Southampton. May be missing.']);
    assert.match(hover('Age: [30]').join(), /ArrayLike<number \| null \| undefined>.*in years/);
  });

  test('shows the classes, and what an option does', () => {
    assert.match(hover('prediction }')[0], /: 0 \| 1$/);
    assert.match(hover('onProgress')[1], /how much has come/);
    assert.match(hover('load,')[1], /Loads the model/);
  });

  test('offers the levels', () => {
    assert.deepEqual(offered("Sex: ['"), ['female', 'male']);
    assert.deepEqual(offered("'S', Sex: '"), ['female', 'male']);
  });
});

test('the JavaScript of pkg/ keeps the types of its comments', () => {
  const { stdout, status } = spawnSync('node', ['node_modules/typescript/bin/tsc', '--project', 'types/door'], { cwd: tests, encoding: 'utf8' });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

for (const name of ['../pkg/types', '../pkg/index', '../pkg/worker', '../target/demo/node_modules/titanic-survival/worker', '../target/demo/node_modules/titanic-survival/index', '../target/demo/node_modules/titanic-survival/types']) {
  test(`${name}.d.cts is ${name}.d.ts for CommonJS`, () => {
    assert.equal(read(`${name}.d.cts`), read(`${name}.d.ts`).replace(/(types|index)\.js(?=')/g, '$1.cjs'));
  });
}
