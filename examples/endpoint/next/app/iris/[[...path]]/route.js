// POST /iris and /iris/predict, GET /iris/schema, /iris/card, /iris/health, /iris/openapi.json
import { endpoint } from 'iris-species/endpoint';

export const GET = endpoint({ base: '/iris', cors: true });
export const POST = GET, HEAD = GET, OPTIONS = GET;
