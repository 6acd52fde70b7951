// What a model answers, wherever it lives: here, in a worker, in several. The same cases
// run in node (worker.test.js) and in Chromium (../e2e/worker.test.js), which bring a world:
// { load, openWorker, WindowboxError, options, kill, kills, started, streamed, cores, print }.

/** A loaded model and its twins, asked alike: the answers of the first are those of all. */
export const MODELS = {
  load: ({ load, options }) => load(options()),
  openWorker: ({ openWorker, options }) => openWorker(options()),
  'openWorker, 3 workers': ({ openWorker, options }) => openWorker({ ...options(), workers: 3 }),
};

const fail = (message) => { throw new Error(message); };
const ok = (value, message = 'does not hold') => value || fail(message);

/** A value as text: typed arrays by type, NaN and -0 as they are, the order of keys left out. */
const text = (value) => {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}[${Array.from(value, text)}]`;
  if (Array.isArray(value)) return `[${Array.from(value, text)}]`;
  if (value && typeof value === 'object') return `{${Object.keys(value).sort().map((key) => `${key}:${text(value[key])}`)}}`;
  return typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value);
};

const same = (found, wanted, message = '') => {
  const [a, b] = [text(found), text(wanted)];
  let at = 0;
  while (a[at] === b[at] && at < a.length) at++;
  a === b || fail(`${message} ${a.slice(Math.max(0, at - 40), at + 160)} is not ${b.slice(Math.max(0, at - 40), at + 160)}`);
};

/** What a call is refused with. */
const refusal = async (call) => {
  try {
    await call();
  } catch (error) {
    return error;
  }
  fail('it was not refused');
};

const refused = async (world, call, code) => {
  const error = await refusal(call);
  ok(error instanceof world.WindowboxError, `${error} is not ours`);
  same(error.code, code, error.message);
  return error;
};

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A table with all that may be odd in one. */
const columns = (rows) => ({
  Age: Float64Array.from({ length: rows }, (_, i) => i % 90),
  Sex: Array.from({ length: rows }, (_, i) => i % 9999 ? ['male', 'female'][i % 2] : 'f'),
  Embarked: Array.from({ length: rows }, (_, i) => i % 40_000 ? 'S' : 7n),
});

/** The same as text. */
const csv = (rows, { delimiter = ',', end = '\n' } = {}) => ['Name;Age;Sex;Embarked', ...Array.from({ length: rows }, (_, i) => `"O'Br${'i'.repeat(i % 7)}en, ""${i}""";${i % 90 || 'NA'};${['male', 'female'][i % 2]};${'SCQ'[i % 3]}`)]
  .map((line) => delimiter === ';' ? line : line.replaceAll(';', delimiter)).join(end);

/** The same as columns. */
const asColumns = (rows) => ({
  Age: Array.from({ length: rows }, (_, i) => i % 90 || null),
  Sex: Array.from({ length: rows }, (_, i) => ['male', 'female'][i % 2]),
  Embarked: Array.from({ length: rows }, (_, i) => 'SCQ'[i % 3]),
});

const unlined = (issues) => issues.map(({ line, ...issue }) => issue);

/** Whatever the model lives in: the same of all. */
const EVERYWHERE = {
  'it knows what it is': async (model, { load, options }) => {
    const one = await load(options());
    for (const part of ['schema', 'statistics', 'card', 'version']) same(model[part], one[part]);
    same(Object.keys(model).sort(), Object.keys(one).sort(), 'members');
    same(await model.selfTest(), one.selfTest());
    one.free();
  },

  'columns, rows and one row': async (model, { load, options }) => {
    const one = await load(options()), asked = { probabilities: true, margin: true };
    same(await model.predictColumns(columns(100_003), asked), one.predictColumns(columns(100_003), asked));
    const { Age, Sex } = columns(30_000);
    const rows = Array.from(Age, (age, i) => i === 20_000 ? null : ({ Age: age, Sex: Sex[i], Embarked: 'S', more: 1 }));
    same(await model.predict(rows, asked), one.predict(rows, asked));
    const few = rows.slice(0, 9);
    same((await model.predict(few)).prediction, await Promise.all(few.map(async (row) => (await model.predictOne(row)).prediction)));
    for (const input of [rows[5], [], rows.slice(0, 1)]) same(await model.predict(input), one.predict(input));
    same(await model.predictOne(rows[5], { margin: true }), one.predictOne(rows[5], { margin: true }));
    same(await model.predictColumns({ Age: [], Sex: [], Embarked: [] }, asked), one.predictColumns({ Age: [], Sex: [], Embarked: [] }, asked));
    one.free();
  },

  'what is wrong with the call': async (model, world) => {
    await refused(world, async () => model.predictColumns({ Age: [1, 2], Sex: ['male'] }), 'column-length');
    await refused(world, async () => model.predictColumns({ Age: [1] }), 'missing-column');
    await refused(world, async () => model.predictColumns([{ Age: 1 }]), 'bad-row');
    const { column, errors } = await refused(world, async () => model.predictOne({ Age: '1', Sex: 'male' }), 'bad-type');
    same([column, errors.length], ['Age', 1]);
    same((await model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' })).prediction, 0, 'and it still answers');
  },

  'a table of text': async (model) => {
    const asked = { probabilities: true, margin: true }, { rows, warnings, errors, ...found } = await model.predictCsv(csv(20_000), asked);
    const wanted = await model.predictColumns(asColumns(20_000), asked);
    same({ ...found, warnings: unlined(warnings), errors: unlined(errors) }, wanted);
    same(rows, 20_000);
  },

  'whatever it is, however it is cut': async (model, { streamed }) => {
    const table = csv(3000), bytes = new TextEncoder().encode(table), wanted = await model.predictCsv(table);
    const every = (size) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
    for (const source of [bytes, bytes.buffer, new Blob([bytes]), every(1000), every(7), [table], streamed(every(4096)), new Blob([bytes]).stream()]) same(await model.predictCsv(source), wanted);
    for (const [delimiter, end] of [[';', '\r\n'], ['\t', '\n'], ['|', '\n']]) same(await model.predictCsv(csv(3000, { delimiter, end }) + end), wanted, delimiter);
    const wide = (units) => Uint8Array.from(units, (_, i) => units[i]);
    const utf16 = new Uint8Array(Uint16Array.from([0xfeff, ...Array.from(table, (c) => c.charCodeAt(0))]).buffer);
    for (const source of [utf16, wide(utf16.map((_, i) => utf16[i ^ 1])), [[0xef, 0xbb, 0xbf], bytes].map((part) => Uint8Array.from(part))]) same(await model.predictCsv(source), wanted);
    same(await model.predictCsv('Age:Sex:Embarked\n30:male:S', { delimiter: ':' }), await model.predictCsv('Age,Sex,Embarked\n30,male,S'));
  },

  'what is wrong with a line is said with its line': async (model) => {
    const table = 'Age,Sex,Embarked,Note\n1,male,S,\n2,male\n\n3,male,S,"two\nlines"\nx,male,S,\n5,mael,S,\n6,male,S,,,\n,female,S,';
    const { rows, prediction, probabilities, errors, warnings } = await model.predictCsv(table, { probabilities: true });
    same([rows, prediction.length, probabilities.length], [7, 7, 14]);
    same(errors.map(({ row, line, code, column }) => [row, line, code, column]), [[1, 3, 'bad-csv', undefined], [3, 7, 'bad-type', 'Age'], [5, 9, 'bad-csv', undefined]]);
    same(errors[0].message, '2 fields where the header has 4');
    same(warnings.map(({ row, line, code, value }) => [row, line, code, value]), [[4, 8, 'unknown-level', 'mael']]);
    const bad = [1, 3, 5], good = await model.predictColumns({ Age: [1, 3, 5, null], Sex: ['male', 'male', 'mael', 'female'], Embarked: Array(4).fill('S') }, { probabilities: true });
    same([...prediction].filter((_, i) => !bad.includes(i)), [...good.prediction]);
    same([...probabilities].filter((_, i) => !bad.includes(i >> 1)), [...good.probabilities]);
    same(bad.map((row) => [prediction[row], probabilities[row * 2]]), bad.map(() => [-1, NaN]));
    const strict = await model.predictCsv(table, { strict: true });
    same(strict.errors.map(({ line }) => line), [3, 7, 8, 9]);
  },

  'odd tables': async (model, world) => {
    same((await model.predictCsv('Age,Sex,Embarked')).prediction, new Int32Array());
    same((await model.predictCsv('Age,Sex\n1')).prediction, Int32Array.of(-1));
    same((await model.predictCsv('Sex,Embarked\nmale,S\nfemale,C')).warnings.map(({ code, column, count }) => [code, column, count]), [['missing-column', 'Age', 2]]);
    same((await model.predictCsv('Age;Sex;Embarked\n30,5;male;S', { decimal: ',' })).prediction, (await model.predictCsv('Age;Sex;Embarked\n30.5;male;S')).prediction);
    same((await model.predictCsv('Age;Sex;Embarked\n1.000,5;male;S', { decimal: ',' })).errors.map(({ code, line }) => [code, line]), [['bad-type', 2]]);
    const latin = Uint8Array.from('Age,Sex,Embarked,Name\n1,male,S,\n2,male,S,Andr\xe9\n', (c) => c.charCodeAt(0));
    same((await refused(world, () => model.predictCsv(latin), 'bad-csv')).line, 3);
    same((await model.predictCsv(latin, { encoding: 'windows-1252' })).rows, 2);
    for (const [table, code, more] of [
      ['', 'bad-csv'], ['\n\n', 'bad-csv'], [7, 'unreadable'], [null, 'unreadable'], [[7], 'unreadable'],
      ['a,b\n1,2', 'no-known-column'], ['age,Embarked\n1,S', 'missing-column'], ['Age,Age,Sex\n1,2,male', 'bad-csv'],
      ['Age,Sex\n1,"male\n', 'bad-csv'], ['Age,Sex\n1,male', 'bad-csv', { delimiter: 'ab' }], ['Age,Sex\n1,male', 'bad-csv', { decimal: ';' }],
      ['Age,Sex\n1,male', 'bad-text', { encoding: 'klingon' }], [Uint8Array.of(0xff, 0xfe, 0, 0xd8, 65, 0), 'bad-text'],
    ]) await refused(world, () => model.predictCsv(table, more), code);
    same((await refused(world, () => model.predictCsv('Age,sex\n1,male'), 'missing-column')).hint, "is it the table's sex?");
    same((await refused(world, () => model.predictCsv('Age,Sex\n1,male\n2,"male\n3,male'), 'bad-csv')).line, 3);
  },

  'columns of other names, and cells that are handed on': async (model, world) => {
    const table = 'Alter,Sex,Sex,Ort\r\n30,x,male,S\n\n41,"é\n",female,C\n1,2\n7,y,mael,"Q"', bytes = new TextEncoder().encode(table);
    const columns = { Age: 'Alter', Sex: 2, Embarked: 'Ort' }, blocks = [];
    const found = await model.predictCsv(table, { columns, probabilities: true });
    const plain = await model.predictCsv('Age,Sex,Embarked\n30,male,S\n41,female,C\n1\n7,mael,Q', { probabilities: true });
    same([found.prediction, found.probabilities], [plain.prediction, plain.probabilities]);
    await model.predictCsv([[0xef, 0xbb, 0xbf], bytes].map((part) => Uint8Array.from(part)), { columns, keep: [1, 'Alter'], places: true, onBlock: (block) => void blocks.push(block) });
    same(blocks.flatMap(({ kept }) => kept[0]), ['x', 'é\n', null, 'y']);
    same(blocks.flatMap(({ kept }) => kept[1]), ['30', '41', null, '7']);
    const places = blocks.flatMap(({ places }) => [...places]);
    same(places.map((at) => new TextDecoder().decode(bytes.slice(at, at + 2))), ['30', '41', '1,', '7,']);
    same((await model.predictCsv('Age,Sex,Embarked\n30,male,S', { columns: { Age: null } })).warnings.map(({ code, column }) => [code, column]), [['missing-column', 'Age']]);
    for (const [more, code] of [
      [{ columns: { Age: 'Alter' } }, 'missing-column'], [{ columns: { Age: 9 } }, 'missing-column'], [{ columns: { Sex: null } }, 'missing-column'],
      [{ columns: { age: 'Age' } }, 'unknown-column'], [{ keep: ['Alter'] }, 'missing-column'],
    ]) await refused(world, () => model.predictCsv('Age,Sex,Embarked\n30,male,S', more), code);
  },

  'places of a long table': async (model) => {
    const table = csv(20_000), bytes = new TextEncoder().encode(table), places = [];
    await model.predictCsv(table, { places: true, onBlock: (block) => void places.push(...block.places) });
    same(places.length, 20_000);
    ok(places.every((at, i) => bytes[at - 1] === 10 && at > (places[i - 1] ?? 0)), 'each behind the end of a line');
  },

  'a table block by block, with progress': async (model) => {
    const table = csv(30_000), blocks = [], said = [];
    let open = 0;
    const counted = await model.predictCsv(table, {
      probabilities: true,
      progress: (bytes, total, rows) => said.push([bytes, total, rows]),
      onBlock: async (block) => {
        same(++open, 1, 'one block at a time');
        await wait(0);
        blocks.push(block);
        open--;
      },
    });
    const whole = await model.predictCsv(table, { probabilities: true });
    same(counted, { rows: 30_000, failed: 0 });
    ok(blocks.length > 2, `${blocks.length} blocks`);
    same(blocks.flatMap(({ prediction }) => [...prediction]), [...whole.prediction]);
    same(blocks.map(({ start }) => start), blocks.map((_, i) => blocks.slice(0, i).reduce((sum, { rows }) => sum + rows, 0)));
    ok(said.every(([bytes, total, rows], i) => total === table.length && (!i || bytes >= said[i - 1][0] && rows > said[i - 1][2])), 'progress ascends');
    same(said.at(-1), [table.length, table.length, 30_000]);
  },

  'a stream is read no faster than it is answered, and let go': async (model, { streamed }) => {
    let given = 0, ended = false;
    const piece = new TextEncoder().encode(`${csv(2000).split('\n').slice(1).join('\n')}\n`);
    async function* endless() {
      try {
        yield new TextEncoder().encode('Name,Age,Sex,Embarked\n');
        for (;; given++) yield piece;
      } finally {
        ended = true;
      }
    }
    const mine = Error('enough');
    let taken = 0;
    const error = await refusal(() => model.predictCsv(endless(), { onBlock: async ({ rows }) => {
      taken += rows;
      await wait(1);
      if (taken > 100_000) throw mine;
    } }));
    same(error, mine);
    ok(given * 2000 - taken < 400_000, `${given * 2000} rows were read, ${taken} taken`);
    await wait(0);
    ok(ended, 'the source is let go');
    const stop = new AbortController();
    same(await refusal(() => model.predictCsv(streamed([piece]), { signal: AbortSignal.abort(mine) })), mine);
    same(await refusal(() => model.predictCsv(endless(), { signal: stop.signal, progress: () => stop.abort(mine), onBlock: () => {} })), mine);
  },
};

/** What only a model in workers has. */
const WORKERS = {
  'progress, and a signal': async (model) => {
    const said = [], stop = new AbortController(), mine = Error('enough');
    await model.predictColumns(columns(200_000), { progress: (done, all) => said.push([done, all]) });
    same(said.at(-1), [200_000, 200_000]);
    ok(said.length > 2 && said.every(([done], i) => !i || done > said[i - 1][0]), 'progress ascends');
    same(await refusal(() => model.predictColumns(columns(200_000), { signal: stop.signal, progress: () => stop.abort(mine) })), mine);
    same(await refusal(() => model.predictColumns(columns(9), { signal: AbortSignal.abort(mine) })), mine);
    same((await model.predictColumns({ Age: [30], Sex: ['male'], Embarked: ['S'] })).prediction[0], 0);
  },

  'calls at the same time do not disturb one another': async (model) => {
    const each = [1, 2, 3, 4].map((n) => columns(n * 7001)), all = await Promise.all([...each.map((one) => model.predictColumns(one)), model.predictCsv(csv(5000))]);
    for (const [i, one] of each.entries()) same(all[i], await model.predictColumns(one));
    same(all[4].rows, 5000);
  },

  'what cannot be sent': async (model, world) => {
    await refused(world, () => model.predictOne({ Age: () => 1, Sex: 'male' }), 'unreadable');
    same((await model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' })).prediction, 0, 'and the worker still answers');
  },

  'a worker that is ended takes only what it was doing': async (model, world, workers) => {
    for (const verb of ['predictColumns', 'predictCsv', 'predict']) {
      const input = verb === 'predictCsv' ? csv(200_000) : verb === 'predict' ? [{ Age: 30, Sex: 'male', Embarked: 'S' }] : columns(400_000);
      await model.predictColumns(columns(10));
      const call = model[verb](input).then(() => 'answered', (error) => error);
      if (verb !== 'predict') await wait(20);
      world.kill();
      const end = await call;
      // Of the others it may be that nothing was under way just then.
      if (workers === 1 && verb === 'predictColumns') ok(end instanceof world.WindowboxError && end.code === 'worker-died', `${verb}: ${end}`);
      else ok(end === 'answered' || end.code === 'worker-died', `${verb}: ${end.stack ?? end}`);
      same((await model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' })).prediction, 0, 'a fresh one answers');
    }
  },

  'nothing hangs, whenever a worker is ended': async (model, world) => {
    const wanted = await model.predictColumns(columns(60_000)), ends = {};
    for (let i = 0; i < world.kills; i++) {
      const calls = [model.predictColumns(columns(60_000)), model.predictOne({ Age: 30, Sex: 'male' }), model.predictCsv(csv(3000))];
      const late = wait(20_000).then(() => 'late'), all = calls.map((call) => Promise.race([call, late]).catch((error) => error));
      await wait((i * 7) % 30);
      world.kill();
      for (const [c, end] of (await Promise.all(all)).entries()) {
        const code = end instanceof Error ? end.code : end === 'late' ? end : 'answered';
        ends[code] = (ends[code] ?? 0) + 1;
        if (!c && code === 'answered') same(end.prediction, wanted.prediction);
      }
    }
    world.print(`${world.kills} kills: ${JSON.stringify(ends)}`);
    same(Object.keys(ends).filter((code) => !['answered', 'worker-died'].includes(code)), []);
    // Of the last kill a browser may tell a moment later: what was asked in between was in flight. The next is answered.
    const between = await model.predictColumns(columns(60_000)).catch((error) => error);
    if (between instanceof Error) same(between.code, 'worker-died');
    same((await model.predictColumns(columns(60_000))).prediction, wanted.prediction);
  },
};

/** What is about opening, freeing and stopping. */
const ALONE = {
  'freed, it refuses': async (world) => {
    for (const open of Object.values(MODELS)) {
      const model = await open(world), under = Promise.resolve().then(() => model.predictCsv(csv(50_000))).catch((error) => error);
      await wait(0);
      model.free();
      model.free();
      await refused(world, async () => model.predictOne({}), 'freed');
      await refused(world, async () => model.predictCsv(''), 'freed');
      await under;
    }
  },

  'what cannot be opened is said': async (world) => {
    const { openWorker } = world;
    await refused(world, () => openWorker({ model: new Uint8Array(9), workers: 2 }), 'bad-magic');
    await refused(world, () => openWorker({ ...world.options(), expect: { name: 'another' } }), 'unexpected-model');
    for (const workers of [0, -1, 1.5, 'many', 1e6]) await refused(world, () => openWorker({ ...world.options(), workers }), 'limit');
    const mine = Error('mine'), stop = new AbortController(), opening = openWorker({ ...world.options(), signal: stop.signal });
    stop.abort(mine);
    same(await refusal(() => opening), mine);
    same(await refusal(() => openWorker({ ...world.options(), signal: AbortSignal.abort(mine) })), mine);
  },

  "'all' are as many as there are cores": async (world) => {
    await wait(100);
    const before = world.started();
    const model = await world.openWorker({ ...world.options(), workers: 'all' });
    await wait(100);
    same(world.started() - before, world.cores);
    model.free();
  },
};

/** What other models show, which the runtime opens: { slow, levels } of its world. */
export const others = {
  'an explanation is the same in a worker, also where it is refused': async (world) => {
    const { load, openWorker, options } = world, [one, model] = await Promise.all([load(options()), openWorker(options())]);
    const [record, against] = [{ Age: 30, Sex: 'female', Embarked: 'S' }, { Age: 60, Sex: 'male', Embarked: 'C' }];
    same(await model.explain(record), one.explain(record));
    same(await model.explain(record, { against }), one.explain(record, { against }));
    await refused(world, () => model.explain({ Age: 'x', Sex: 'male' }), 'bad-type');
    for (const some of [one, model]) some.free();
  },

  'stopped, a worker is free within 100 ms, however slow the model is': async ({ openWorker, slow, print, started }) => {
    const before = started(), model = await openWorker(slow()), free = [];
    // Of nearest neighbours, a row is 0.2 ms: half a minute.
    const table = (rows) => Object.fromEntries(model.schema.columns.map(({ name, kind }) => [name, kind.type === 'numeric' ? new Float64Array(rows).fill(30) : Array(rows).fill(kind.levels.values[0])]));
    const all = table(150_000), lines = Object.keys(all).join() + `\n${Object.values(all).map(([first]) => first).join()}`.repeat(150_000);
    for (let i = 0; i < 10; i++) {
      const stop = new AbortController(), { signal } = stop, call = i % 2 ? model.predictColumns(all, { signal }) : model.predictCsv(lines, { signal });
      const end = call.catch((reason) => reason);
      await wait(50 + i * 5);
      const began = performance.now();
      stop.abort('enough');
      same(await end, 'enough');
      await model.predictColumns(table(1));
      free.push(Math.round(performance.now() - began));
    }
    print(`free after ${free.sort((a, b) => a - b).join(', ')} ms, of ${started() - before} workers`);
    // A machine that does much else is late; a call that goes on is later.
    ok(free[5] < 500, `the median is ${free[5]} ms`);
    model.free();
  },

  'cells are what the command makes of them': async ({ load, levels }) => {
    const one = await load(levels()), { columns } = one.schema, head = columns.map(({ name }) => name).join();
    const line = (cells) => columns.map(({ name }) => cells[name] ?? '').join(), full = { x: '1', level: '2', word: 'left', flag: 'true', single: '0.5' };
    const said = async (cells) => (({ errors, warnings }) => [...errors.map(({ code, column }) => `!${code} ${column}`), ...warnings.map(({ code, column }) => `${code} ${column}`)])(await one.predictCsv(`${head}\n${line({ ...full, ...cells })}`));
    for (const [cells, wanted] of [
      [{}, []], [{ level: ' 2.0 ' }, []], [{ level: '9' }, ['unknown-level level']], [{ level: 'nine' }, ['unknown-level level']], [{ flag: ' FALSE ' }, []],
      [{ flag: 'yes' }, ['!bad-type flag']], [{ x: '0x1f' }, ['!bad-type x']], [{ x: ' 1e0 ' }, []], [{ x: '1,5' }, ['!bad-csv undefined']],
    ]) same(await said(cells), wanted, JSON.stringify(cells));
    one.free();
  },

  'several targets': async (world) => {
    const one = await world.load(world.levels()), many = await world.openWorker({ ...world.levels(), workers: 2 }), asked = { probabilities: true, margin: true };
    const cells = { x: new Float32Array(40_000).fill(1), level: Array(40_000).fill(2), word: Array(40_000).fill('left'), flag: Array(40_000).fill(true), single: new Float32Array(40_000) };
    same(await many.predictColumns(cells, asked), one.predictColumns(cells, asked));
    const table = `x,level,word,flag,single\n${'1,2,left,true,0\n'.repeat(3000)}1,2\n`, found = await many.predictCsv(table, asked);
    same(found, await one.predictCsv(table, asked));
    const wanted = one.predictColumns(Object.fromEntries(Object.entries(cells).map(([name, list]) => [name, list.slice(0, 3000)])), asked);
    for (const name of ['prediction', 'probabilities', 'margin']) same(found[name].map((list, t) => list && list.slice(0, wanted[name][t].length)), wanted[name], name);
    same([found.rows, found.errors.map(({ row, line }) => [row, line])], [3001, [[3000, 3002]]]);
    one.free();
    many.free();
  },
};

/** Every case by its name, as a function of a world. */
export const cases = Object.fromEntries([
  ...Object.entries(MODELS).flatMap(([name, open], i) => Object.entries({ ...EVERYWHERE, ...i && WORKERS }).map(([what, run]) => [`${name}: ${what}`, async (world) => {
    const model = await open(world);
    try {
      await run(model, world, i === 2 ? 3 : 1);
    } finally {
      model.free();
    }
  }])),
  ...Object.entries(ALONE),
]);
