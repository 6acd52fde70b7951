// A static server of thirty lines: what the page asks of its host is no more.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

/** Serves a folder on a free port of 127.0.0.1; `heard` gets what is posted. */
export async function serve(folder, heard) {
  const server = createServer(async (request, response) => {
    try {
      if (heard && request.method === 'POST') {
        heard(Buffer.concat(await request.toArray()).toString());
        return response.writeHead(204).end();
      }
      const path = decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/\/$/, '/index.html');
      const body = await readFile(join(folder, normalize(path)));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
