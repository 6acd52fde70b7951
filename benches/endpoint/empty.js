// What node's http server does without us: it reads the body, and answers the same few bytes.
import { createServer } from 'node:http';

const body = Buffer.from('{"prediction":[1]}');
createServer((request, response) => {
  request.on('data', () => {}).on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
