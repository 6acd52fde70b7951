// The handler as every host has it, with a Request and a Response made for each call.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const { endpoint } = await import(pathToFileURL(process.argv[2]));
const handler = endpoint();
createServer(async (request, response) => {
  const chunks = await request.toArray(), { url, method, headers } = request;
  const reply = await handler(new Request(`http://127.0.0.1${url}`, { method, headers, body: Buffer.concat(chunks) }));
  response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(await reply.text());
}).listen(Number(process.argv[3]), '127.0.0.1');
