// The model behind HTTP, in node: as fetch has it, and as node's own server.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { folder, golden, require } from './packages.js';

/** The records of the tutorials; the second one's level really has quotes in it. */
const PASSENGERS = [
  { Age: 85, Sex: 'male', Embarked: 'S' }, { Age: 24, Sex: '"female"', Embarked: 'C' },
  { Age: 3, Sex: 'male', Embarked: 'C' }, { Age: 21, Sex: 'male', Embarked: 'S' },
];
const FLOWER = { sl: 2, sw: 1, pl: 2, pw: 3 };

const own = (name, file = 'endpoint.node.js') => import(`${folder(name)}/${file}`);
const { endpoint } = await own('titanic-survival');
const { endpoint: flowers } = await own('iris-species');
const titanic = endpoint(), iris = flowers();
const { load } = await import(`${folder('titanic-survival')}/node.js`);
const model = await load();
const { load: runtime } = await import('../../pkg/dist/node.js');
const shown = { name: model.version.name, version: model.version.version, hash: model.version.hash };
after(() => [titanic, iris, model].forEach((one) => one.free()));

const post = (body, { path = '/predict', to = titanic, ...headers } = {}) => to(new Request(`http://host${path}`, {
  method: 'POST', body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers },
}));
const get = (path, headers = {}, { to = titanic, method = 'GET' } = {}) => to(new Request(`http://host${path}`, { method, headers }));
/** The problem in a reply, which has to be one. */
const problem = async (reply, status, code) => {
  assert.equal(reply.headers.get('content-type'), 'application/problem+json');
  const said = await reply.json();
  assert.deepEqual([reply.status, said.status, said.code], [status, status, code], said.detail);
  assert.ok(said.type === 'about:blank' && said.title && said.detail);
  return said;
};

test("the tutorial's records are answered as the model answers them, at / and at /predict", async () => {
  for (const path of ['/', '/predict', '/predict/', '']) {
    const reply = await post(PASSENGERS, { path });
    assert.equal(reply.status, 200);
    const { prediction, warnings, errors, model: which, ...more } = await reply.json();
    assert.deepEqual(prediction, [0, 1, 0, 0]);
    assert.deepEqual(warnings, model.predict(PASSENGERS).warnings);
    assert.deepEqual([errors, which, more], [[], shown, {}]);
  }
});

test('a record is a list of one; so is the flower', async () => {
  const { prediction, warnings, model: which } = await (await post(FLOWER, { to: iris, path: '/' })).json();
  assert.ok(['setosa', 'versicolor', 'virginica'].includes(prediction[0]) && prediction.length === 1);
  assert.deepEqual([warnings.map(({ code }) => code), which.name], [['out-of-range', 'out-of-range', 'out-of-range'], 'iris']);
});

test('proba=1 gives the probabilities of each class', async () => {
  const wanted = model.predict(PASSENGERS, { probabilities: true }).probabilities;
  for (const flag of ['proba=1', 'proba=True', 'proba', 'x=1&proba=1']) {
    assert.deepEqual((await (await post(PASSENGERS, { path: `/predict?${flag}` })).json()).probabilities, wanted);
  }
  assert.deepEqual((await (await post(PASSENGERS[0], { path: '/predict?proba=1' })).json()).probabilities, wanted.slice(0, 1));
  assert.equal((await (await post(PASSENGERS, { path: '/predict?proba=0' })).json()).probabilities, undefined);
  await problem(await post(PASSENGERS, { path: '/predict?proba=perhaps' }), 400, 'bad-parameter');
});

test('good rows are answered where others are bad, and what is wrong is said', async () => {
  const reply = await post([PASSENGERS[0], { Age: 'old', Sex: 'mael' }, 7, PASSENGERS[3]]);
  const { prediction, errors } = await reply.json();
  assert.deepEqual([reply.status, prediction], [200, [0, null, null, 0]]);
  assert.deepEqual(errors.map(({ row, code, column }) => [row, code, column]), [[1, 'bad-type', 'Age'], [2, 'bad-row', undefined]]);
});

test('where no row is good it is a problem, with row, column and the closest value', async () => {
  const strict = endpoint({ strict: true });
  const { errors, model: which } = await problem(await post([{ Age: 30, Sex: 'femal', Embarked: 'S' }], { to: strict }), 422, 'no-answer');
  const [{ row, code, column, value, closest, hint }] = errors;
  assert.deepEqual([row, code, column, value, closest, hint], [0, 'unknown-level', 'Sex', 'femal', 'female', 'did you mean "female"?']);
  assert.deepEqual(which, shown);
  assert.equal((await problem(await post([1, null, [2]]), 422, 'no-answer')).errors.length, 3);
  for (const body of ['5', 'null', 'true', '{}', '[{}]', '[[]]', '{"a":1}']) await problem(await post(body), 422, 'no-answer');
  strict.free();
});

test('an empty list has an empty answer', async () => {
  assert.deepEqual((await (await post([])).json()).prediction, []);
});

test('numbers as text, as forms send them, unless told otherwise', async () => {
  const [row] = PASSENGERS, exact = endpoint({ coerce: false });
  assert.deepEqual((await (await post({ ...row, Age: '85' }, { path: '/?proba=1' })).json()).probabilities, model.predict(row, { probabilities: true }).probabilities);
  const { errors } = await problem(await post({ ...row, Age: '85' }, { to: exact }), 422, 'no-answer');
  assert.equal(errors[0].code, 'bad-type');
  exact.free();
});

test('columns of a data frame, as pandas writes them, also as text in text', async () => {
  const lists = { Age: [85, 24, 3, 21], Sex: PASSENGERS.map(({ Sex }) => Sex), Embarked: ['S', 'C', 'C', 'S'] };
  const indexed = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, { ...list }]));
  for (const body of [lists, indexed, JSON.stringify(PASSENGERS), JSON.stringify(indexed)]) {
    assert.deepEqual((await (await post(JSON.stringify(body))).json()).prediction, [0, 1, 0, 0]);
  }
  await problem(await post({ Age: [1, 2], Sex: ['male'] }), 422, 'column-length');
});

test('keys that clients send for columns', async () => {
  const to = endpoint({ columns: { age: 'Age', gender: 'Sex' } }), row = { age: 24, gender: 'female', Embarked: 'C' };
  const { prediction, warnings } = await (await post([row, { Age: 24, Sex: 'female', Embarked: 'C' }], { to })).json();
  assert.deepEqual([prediction, warnings], [[1, 1], []]);
  const both = await (await post({ ...row, Age: 3 }, { to })).json();
  assert.deepEqual(both.warnings.map(({ code, column }) => [code, column]), [['unknown-column', 'age']]);
  const { components } = await (await get('/openapi.json', {}, { to })).json();
  assert.deepEqual(Object.keys(components.schemas.Row.properties), ['age', 'gender', 'Embarked']);
  await problem(await post(row, { to: endpoint({ columns: { age: 'Agee' } }) }), 500, 'bad-option');
  await problem(await post('{"__proto__":{"Age":3}}', { to }), 422, 'no-answer');
  to.free();
});

test('an answer as text, as Python prints a list', async () => {
  const to = endpoint({ text: true }), words = flowers({ text: true });
  assert.equal((await (await post([...PASSENGERS, 1], { to })).json()).prediction, '[0, 1, 0, 0, None]');
  assert.match((await (await post([FLOWER], { to: words })).json()).prediction, /^\['(setosa|versicolor|virginica)'\]$/);
  [to, words].forEach((one) => one.free());
});

test('what is not JSON is refused, and what is not said to be', async () => {
  for (const body of ['', '{', '[{"Age":1},]', 'NaN', '"{"', new Uint8Array([0xff, 0xfe])]) await problem(await post(body), 400, 'bad-json');
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'multipart/form-data; boundary=x']) {
    const reply = await post(PASSENGERS, { 'content-type': type });
    assert.equal(reply.headers.get('accept'), 'application/json');
    await problem(reply, 415, 'bad-content-type');
  }
  await problem(await post(PASSENGERS, { 'content-encoding': 'gzip' }), 415, 'bad-content-type');
  for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json']) assert.equal((await post(PASSENGERS, { 'content-type': type })).status, 200);
  const to = endpoint({ force: true });
  assert.equal((await post(PASSENGERS, { to, 'content-type': 'text/plain' })).status, 200);
  to.free();
});

test('too much is refused while it comes', async () => {
  const to = endpoint({ limits: { bytes: 500, rows: 5 } }), many = Array(6).fill({ Age: 1 });
  await problem(await post(many, { to }), 413, 'limit');
  await problem(await post({ Age: Array(6).fill(1) }, { to }), 413, 'limit');
  await problem(await post(' '.repeat(501), { to }), 413, 'limit');
  let pulled = 0;
  const body = new ReadableStream({ pull: (controller) => (pulled++, controller.enqueue(new Uint8Array(100).fill(32))) });
  const endless = new Request('http://host/predict', { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } });
  await problem(await to(endless), 413, 'limit');
  assert.ok(pulled < 10, `${pulled}`);
  to.free();
});

test('schema, card, health and what there is', async () => {
  const body = async (path) => (await get(path)).json();
  assert.deepEqual(await body('/schema'), JSON.parse(JSON.stringify({ schema: model.schema, model: shown })));
  assert.deepEqual(await body('/card'), JSON.parse(JSON.stringify({ card: model.card, model: shown })));
  assert.deepEqual(await body('/health'), { status: 'ok', model: shown });
  for (const path of Object.values((await body('/')).links)) {
    const { status } = await get(path, {}, { method: 'OPTIONS' });
    assert.equal(status, 204);
  }
});

test('what a client has already is not sent again', async () => {
  for (const path of ['/', '/schema', '/card', '/openapi.json']) {
    const { headers } = await get(path), etag = headers.get('etag');
    assert.match(etag, new RegExp(`^"${shown.hash.slice(0, 32)}-[0-9a-f]{8}"$`));
    assert.equal(headers.get('cache-control'), 'no-cache');
    for (const has of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const reply = await get(path, { 'if-none-match': has });
      assert.deepEqual([reply.status, reply.headers.get('etag'), await reply.text()], [304, etag, '']);
    }
    assert.equal((await get(path, { 'if-none-match': '"other"' })).status, 200);
  }
  assert.equal((await get('/health')).headers.get('cache-control'), 'no-store');
  assert.equal((await post(PASSENGERS)).headers.get('cache-control'), 'no-store');
  const tags = await Promise.all([titanic, endpoint({ strict: true })].map(async (to) => (await get('/openapi.json', {}, { to })).headers.get('etag')));
  assert.notEqual(tags[0], tags[1], 'options change the document');
});

test('methods: what a path takes is said', async () => {
  for (const [path, methods] of [['/predict', 'POST, OPTIONS'], ['/', 'GET, HEAD, POST, OPTIONS'], ['/card', 'GET, HEAD, OPTIONS']]) {
    const reply = await get(path, {}, { method: 'DELETE' });
    assert.equal(reply.headers.get('allow'), methods);
    await problem(reply, 405, 'bad-method');
    const options = await get(path, {}, { method: 'OPTIONS' });
    assert.deepEqual([options.status, options.headers.get('allow')], [204, methods]);
  }
  await problem(await get('/predict'), 405, 'bad-method');
  for (const path of ['/nothing', '/predict/x', '/constructor', '/__proto__', '/schema.json']) await problem(await get(path), 404, 'not-found');
  const head = await get('/card', {}, { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text(), head.headers.get('etag')], [200, '', (await get('/card')).headers.get('etag')]);
});

test('pages of other origins ask where they may', async () => {
  const asks = { origin: 'https://a.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-mine' };
  const preflight = async (cors) => (await get('/predict', asks, { to: endpoint({ cors }), method: 'OPTIONS' })).headers;
  assert.equal((await preflight(false)).get('access-control-allow-methods'), null);
  const all = await preflight(true);
  assert.deepEqual(['origin', 'methods', 'headers'].map((what) => all.get(`access-control-allow-${what}`)), ['*', 'POST, OPTIONS', 'content-type,x-mine']);
  for (const [cors, allowed] of [['https://a.example', 'https://a.example'], [['https://b.example', 'https://a.example'], 'https://a.example'], [['https://b.example'], null]]) {
    const headers = await preflight(cors);
    assert.deepEqual([headers.get('access-control-allow-origin'), headers.get('vary')], [allowed, 'origin']);
  }
  const to = endpoint({ cors: true }), refused = await post('{', { to });
  assert.equal((await post(PASSENGERS, { to })).headers.get('access-control-allow-origin'), '*');
  assert.equal(refused.headers.get('access-control-allow-origin'), '*', 'a page shall see what is wrong');
});

test('a base stands before every path', async () => {
  for (const base of ['/api/iris', 'api/iris/', '/api/iris/']) {
    const to = flowers({ base });
    assert.equal((await post(FLOWER, { to, path: '/api/iris/predict' })).status, 200);
    assert.equal((await post(FLOWER, { to, path: '/api/iris' })).status, 200);
    await problem(await post(FLOWER, { to, path: '/predict' }), 404, 'not-found');
    const { servers } = await (await get('/api/iris/openapi.json', {}, { to })).json();
    assert.deepEqual(servers, [{ url: '/api/iris' }]);
    to.free();
  }
  const matches = (path, method = 'GET', to = titanic) => to.matches({ method, url: `http://host${path}` });
  assert.deepEqual([matches('/'), matches('/', 'POST'), matches('/card'), matches('/index.html'), titanic.matches({ method: 'POST', url: '/predict?x' })], [false, true, true, false, true]);
});

test('a model that cannot be loaded is said, and asked for again', async () => {
  let tries = 0;
  const to = endpoint({ load: () => tries++ ? load() : Promise.reject(Error('not yet')) });
  const first = await get('/health', {}, { to });
  assert.equal(first.headers.get('retry-after'), '5');
  await problem(first, 503, 'model-unavailable');
  assert.equal((await get('/health', {}, { to })).status, 200);
  await assert.rejects(endpoint({ load: { model: '/nowhere.wbx' } }).ready(), { code: 'model-unavailable' });
  assert.throws(() => endpoint({ corz: true }), /no option "corz": there are base,/);
  to.free();
});

test('freed, it is loaded again when it is asked for', async () => {
  const to = endpoint();
  await to.ready();
  to.free();
  assert.equal((await post(PASSENGERS, { to })).status, 200);
  to.free();
});

test('many models: each answers with its own name', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => post(i % 2 ? FLOWER : PASSENGERS, { to: i % 2 ? iris : titanic })));
  const names = await Promise.all(all.map(async (reply) => (await reply.json()).model.name));
  assert.deepEqual(names, names.map((_, i) => i % 2 ? 'iris' : 'titanic-survival'));
});

test('a model of several targets, and every kind of column, in its document', async () => {
  const to = endpoint({ load: () => runtime({ model: golden('hand-trees') }) });
  const { components, paths } = await (await get('/openapi.json', {}, { to })).json();
  const { record } = paths['/predict'].post.requestBody.content['application/json'].examples;
  const reply = await post(record.value, { to, path: '/?proba=1' });
  assert.equal(reply.status, 200, await reply.clone().text());
  const { prediction } = await reply.json();
  assert.equal(prediction[0].length, components.schemas.Answer.properties.prediction.items.anyOf[0].prefixItems.length);
  to.free();
});

test('a model in a worker answers as one that is here', async () => {
  const { openWorker } = await own('titanic-survival', 'worker.node.js'), to = endpoint({ load: () => openWorker() });
  const { prediction } = await (await post(PASSENGERS, { to })).json();
  assert.deepEqual(prediction, [0, 1, 0, 0]);
  assert.equal((await post({ Sex: 1n < 2n }, { to })).status, 422);
  to.free();
});

test('CommonJS', async () => {
  const to = require('titanic-survival/endpoint').endpoint();
  assert.deepEqual((await (await post(PASSENGERS, { to })).json()).prediction, [0, 1, 0, 0]);
  to.free();
});

test('a service worker, as somebody would test theirs in node', async () => {
  const listeners = {}, replies = [];
  Object.assign(globalThis, { addEventListener: (name, listener) => listeners[name] = listener, location: new URL('http://host/sw.js') });
  const to = require('titanic-survival/service-worker').serve({ base: '/api' });
  const event = (url, method = 'POST') => ({ request: new Request(url, { method, body: method === 'POST' ? JSON.stringify(PASSENGERS) : null, headers: { 'content-type': 'application/json' } }), respondWith: (reply) => replies.push(reply) });
  for (const url of ['http://host/predict', 'http://other/api/predict', 'http://host/api/']) listeners.fetch(event(url, url.endsWith('/') ? 'GET' : 'POST'));
  assert.equal(replies.length, 0, 'the rest goes its way');
  listeners.fetch(event('http://host/api/predict'));
  assert.deepEqual((await (await replies[0]).json()).prediction, [0, 1, 0, 0]);
  assert.deepEqual(Object.keys(listeners), ['install', 'activate', 'fetch']);
  to.free();
});

test('the declarations are the same for both kinds of modules', () => {
  const read = (name) => readFileSync(new URL(`../../pkg/${name}`, import.meta.url), 'utf8');
  for (const name of ['endpoint', 'service-worker']) assert.equal(read(`${name}.d.cts`), read(`${name}.d.ts`).replaceAll(/from '(\.\/\w+)\.js'/g, "from '$1.cjs'"));
});

// node's own server

let server;
let url;
before(async () => {
  server = createServer(endpoint({ limits: { bytes: 1000 }, cors: 'https://a.example' }).node).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => (server.close(), server.closeAllConnections()));

const send = (path, { body, ...options } = {}) => fetch(url + path, { ...options, ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...options.headers } }) });

test('node: the same answers, headers and refusals as fetch has them', async () => {
  const to = endpoint({ limits: { bytes: 1000 }, cors: 'https://a.example' });
  for (const [path, options] of [
    ['/predict?proba=1', { body: PASSENGERS }], ['/', { body: [{ Age: 'x' }] }], ['/', {}], ['/card', { method: 'HEAD' }], ['/schema', {}], ['/openapi.json', {}], ['/no', {}],
    ['/predict', { method: 'PUT' }], ['/predict', { method: 'OPTIONS', headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' } }], ['/predict', { method: 'POST' }],
    ['/predict', { body: PASSENGERS, headers: { 'content-type': 'text/csv' } }], ['/schema', { headers: { 'if-none-match': '*' } }],
  ]) {
    const { body, ...rest } = options;
    const wanted = await to(new Request(url + path, { ...rest, ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...rest.headers } }) }));
    const found = await send(path, options);
    assert.deepEqual([found.status, await found.text()], [wanted.status, await wanted.text()], path);
    for (const [name, value] of wanted.headers) if (!(name === 'content-type' && [204, 304].includes(found.status))) assert.equal(found.headers.get(name), value, `${path} ${name}`);
  }
  assert.equal((await send('/card', { method: 'HEAD' })).headers.get('content-length'), `${Buffer.byteLength(await (await send('/card')).text())}`);
  to.free();
});

test('node: too much is refused with what it said, and without', async () => {
  for (const headers of [{ 'content-length': '3000000' }, { 'transfer-encoding': 'chunked' }]) {
    const request = ask(`${url}/predict`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
    request.end(Buffer.alloc(3_000_000, 32));
    const [reply] = await once(request, 'response');
    assert.deepEqual([reply.statusCode, reply.headers.connection], [413, 'close']);
    assert.equal(JSON.parse(Buffer.concat(await reply.toArray())).code, 'limit');
  }
});

test('node: a client that goes away, or stops in the middle, does no harm', async () => {
  const socket = connect(server.address().port, '127.0.0.1');
  socket.end('POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"Age":');
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'close');
  for (let i = 0; i < 40; i++) {
    const rude = connect(server.address().port, '127.0.0.1').on('error', () => {});
    rude.write(`POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: ${i % 3 ? 'application/json' : 'text/csv'}\r\nContent-Length: ${i % 2 ? 100 : 5000}\r\n\r\n{"Age":`);
    await new Promise((later) => setTimeout(later, i % 5));
    rude.resetAndDestroy();
  }
  assert.equal((await send('/predict', { body: PASSENGERS })).status, 200);
});

test('node: a body in pieces is put together, also within a letter', async () => {
  const bytes = Buffer.from(JSON.stringify([{ Age: 3, Sex: 'mäle', Embarked: 'S' }])), request = ask(`${url}/predict`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  for (const byte of bytes) request.write(Buffer.from([byte]));
  request.end();
  const [reply] = await once(request, 'response');
  assert.equal(JSON.parse(Buffer.concat(await reply.toArray())).warnings[0].value, 'mäle');
});

test('node: behind a parser of bodies, and behind something that threw the body away', async () => {
  const to = endpoint(), text = JSON.stringify(PASSENGERS);
  const early = createServer(async (request, response) => {
    for await (const _ of request);
    request.body = { '/predict': undefined, '/': PASSENGERS, '/?text': text, '/?bytes': Buffer.from(text) }[request.url];
    to.node(request, response);
  }).listen(0, '127.0.0.1');
  await once(early, 'listening');
  const reply = (path) => fetch(`http://127.0.0.1:${early.address().port}${path}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  for (const path of ['/', '/?text', '/?bytes']) assert.deepEqual((await (await reply(path)).json()).prediction, [0, 1, 0, 0]);
  await problem(await reply('/predict'), 500, 'body-used');
  early.close();
  early.closeAllConnections();
});

// the package's own server

const serve = async (...args) => {
  const child = spawn('node', [`${folder('titanic-survival')}/serve.mjs`, '--port', '0', ...args]);
  const line = String((await once(child.stdout, 'data'))[0]);
  return { child, line, url: line.split(' ')[0] };
};

test('serve.mjs: its one line has a curl that works, and it stops when asked', async () => {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const { child, line } = await serve('--cors', '*', '--base', '/api', '--column', 'age=Age');
    assert.equal(line.trim().split('\n').length, 1);
    const { stdout, status } = spawnSync('sh', ['-c', line.slice(line.indexOf('curl')).replace('curl', 'curl -s')], { encoding: 'utf8' });
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout).prediction, [0]);
    assert.match(line, /"age":28.*\/api\/predict/);
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  }
});

test("serve.mjs: the tutorial's own line", async () => {
  const { child, url } = await serve();
  const args = ['-s', '-X', 'POST', '-H', 'Content-Type: application/json', '-d', JSON.stringify(PASSENGERS), `${url}/predict`];
  assert.deepEqual(JSON.parse(spawnSync('curl', args, { encoding: 'utf8' }).stdout).prediction, [0, 1, 0, 0]);
  child.kill();
  await once(child, 'exit');
});

test('serve.mjs: what it cannot do it says', async () => {
  const run = (...args) => spawnSync('node', [`${folder('titanic-survival')}/serve.mjs`, ...args], { encoding: 'utf8' });
  assert.match(run('--help').stdout, /--port N[\s\S]*--cors ORIGIN/);
  const { port } = server.address();
  for (const [args, said] of [
    [['--port', 'x'], /--port is a whole number up to 65535, not x/], [['--prot', '1'], /--prot/], [['--column', 'age'], /--column is KEY=COLUMN/],
    [['--port', `${port}`], /EADDRINUSE/], [['--model', 'none.wbx'], /none\.wbx/], [['--column', 'a=b', '--port', '0'], /no column "b"; it has Age/],
  ]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 2);
    assert.match(stderr, said);
    assert.ok(stderr.trim().split('\n').length < 4, stderr);
  }
});

test('a package has it as its command', () => {
  const { bin } = JSON.parse(readFileSync(`${folder('titanic-survival')}/package.json`, 'utf8'));
  assert.deepEqual(bin, { 'titanic-survival': 'serve.mjs' });
  assert.match(readFileSync(`${folder('titanic-survival')}/serve.mjs`, 'utf8'), /^#!\/usr\/bin\/env node\n/);
});
