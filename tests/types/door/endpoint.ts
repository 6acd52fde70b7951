// The endpoint as hosts ask for it, whose types have Request and Response.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { endpoint } from '../../../pkg/endpoint.js';
import { serve } from '../../../pkg/service-worker.js';

const handler = endpoint({ base: '/api', columns: { sl: 'sepal length (cm)' }, cors: ['https://a.example'], limits: { rows: 10 }, load: { model: 'm.wbx' } });
export const host: { fetch(request: Request): Promise<Response> } = { fetch: handler };
export const route: (request: Request, context: { params: Promise<object> }) => Promise<Response> = handler;
export const listener: (request: IncomingMessage, response: ServerResponse) => void = handler.node;
export const status: number = (await handler(new Request('http://host/health'))).status;
export const mine: boolean = handler.matches(new Request('http://host/card'));
serve({ load: async () => ({ predict: () => 1, predictOne: () => 1, schema: {}, card: {}, version: { name: '', version: '', hash: null }, free: () => {} }) });

// @ts-expect-error there is no such option
endpoint({ corz: true });
// @ts-expect-error a response is no text
export const text: string = await handler(new Request('http://host/'));
// @ts-expect-error names of columns are text
endpoint({ columns: { sl: 1 } });
