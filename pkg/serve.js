#!/usr/bin/env node
// @ts-check
// The package as a server: npx titanic-survival --port 8080
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { endpoint } from './endpoint.node.js';

const HELP = `Answers POST /predict with the model of this package.

  --port N             where to listen: 8080, or the variable PORT; 0 chooses a free one
  --host NAME          on which address: 127.0.0.1; 0.0.0.0 for all
  --base PATH          before every path, as in /api
  --cors ORIGIN        which pages may ask, may be given again; '*' for all
  --column KEY=COLUMN  a key that clients send for a column, may be given again
  --strict             make every warning an error, and read no text as numbers
  --text               write the list of predictions as text, as Python prints it
  --force              read every body as JSON, whatever type it says it is
  --max-rows N         of a request: 10000
  --max-bytes N        of a body: 4194304
  --model FILE         another model than the package's own
  --help               this

POST / and /predict take a record, a list of records or the columns of a frame; ?proba=1 gives probabilities.
GET /schema, /card, /health and /openapi.json.
`;

const text = /** @type {const} */ ({ type: 'string' }), texts = /** @type {const} */ ({ type: 'string', multiple: true }), flag = /** @type {const} */ ({ type: 'boolean' });
const FLAGS = {
  port: text, host: text, base: text, cors: texts, column: texts, strict: flag, text: flag, force: flag,
  'max-rows': text, 'max-bytes': text, model: text, help: { ...flag, short: 'h' },
};

/** @param {string} message @returns {never} */
const stop = (message) => {
  console.error(`${basename(process.argv[1])}: ${message}\nTry --help.`);
  process.exit(2);
};

/** @param {string} name @param {any} given @param {number} most */
const whole = (name, given, most) => /^\d+$/.test(given) && Number(given) <= most ? Number(given) : stop(`--${name} is a whole number up to ${most}, not ${given}`);

/** @param {string} pair */
const named = (pair) => {
  const at = pair.indexOf('=');
  return at > 0 ? [pair.slice(0, at), pair.slice(at + 1)] : stop(`--column is KEY=COLUMN, not ${pair}`);
};

/** @returns {any} */
const given = () => {
  try {
    return parseArgs({ options: FLAGS }).values;
  } catch (/** @type {any} */ error) {
    stop(error.message);
  }
};

/** A call that a shell can run. @param {any} handler @param {string} url */
const curl = async (handler, url) => {
  const { paths, servers: [{ url: base }] } = await (await handler(new Request(new URL(`${flags.base ?? ''}/openapi.json`.replace(/^\/*/, '/'), url)))).json();
  const { record } = paths['/predict'].post.requestBody.content['application/json'].examples;
  const body = JSON.stringify([record.value]).replaceAll("'", "'\\''");
  return `curl -H 'Content-Type: application/json' -d '${body}' ${new URL(`${base === '/' ? '' : base}/predict`, url)}`;
};

const flags = given();
if (flags.help) {
  process.stdout.write(HELP);
  process.exit();
}
const most = Number.MAX_SAFE_INTEGER, limits = {
  ...(flags['max-rows'] && { rows: whole('max-rows', flags['max-rows'], most) }),
  ...(flags['max-bytes'] && { bytes: whole('max-bytes', flags['max-bytes'], most) }),
};
const port = whole('port', flags.port ?? process.env.PORT ?? '8080', 65_535), host = flags.host ?? '127.0.0.1';
const { base, strict, text: asText, force, model } = flags;
const handler = endpoint({
  base, strict, text: asText, force, limits, columns: Object.fromEntries((flags.column ?? []).map(named)),
  cors: flags.cors?.includes('*') ? true : flags.cors, load: model === undefined ? {} : { model },
});

await handler.ready().catch((/** @type {any} */ error) => stop([error.message, error.more?.hint].filter(Boolean).join('; ')));

const server = createServer(handler.node);
server.on('error', ({ message }) => stop(message));
server.listen(port, host, async () => {
  const { port } = /** @type {any} */ (server.address()), name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
  const url = `http://${name}:${port}`;
  console.log(`${url}  try: ${await curl(handler, url)}`);
});

/** What is under way is answered, then it ends. */
const end = () => {
  server.close(() => process.exit());
  server.closeIdleConnections();
  setTimeout(() => process.exit(), 5000).unref();
};
process.once('SIGINT', end).once('SIGTERM', end);
