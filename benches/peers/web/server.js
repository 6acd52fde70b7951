// Serves some folders on a free port of this machine. Nothing is cached, and clocks are fine: see the headers.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html; charset=utf-8',
};
const HEADERS = {
  'cache-control': 'no-store', 'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const PAGE = '<!doctype html><meta charset="utf-8"><title>peers</title><link rel="icon" href="data:,">';

/** @param {Record<string, string>} folders By the first part of the path. */
export async function serve(folders) {
  const server = createServer(async ({ url }, response) => {
    try {
      const [, first, ...rest] = decodeURIComponent(new URL(url, 'http://x').pathname).split('/');
      const body = first ? await readFile(join(folders[first], normalize(rest.join('/')))) : PAGE;
      const type = first ? TYPES[extname(url)] ?? 'application/octet-stream' : TYPES['.html'];
      response.writeHead(200, { ...HEADERS, 'content-type': type }).end(body);
    } catch {
      response.writeHead(404, HEADERS).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
