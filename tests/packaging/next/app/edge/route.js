import { load, predict } from 'titanic-survival';
import { endpoint } from 'titanic-survival/endpoint';
import { predict as predictFlowers } from 'iris-species';
import { answers } from '../../golden.js';

export const runtime = 'edge';
export const dynamic = 'force-dynamic';
export const GET = async () => Response.json(await answers(load, predict, predictFlowers));
export const POST = endpoint({ base: '/edge' });
