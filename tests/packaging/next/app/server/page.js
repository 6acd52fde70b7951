import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers } from '../../golden.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  return <pre id="answers">{JSON.stringify(await answers(load, predict, predictFlowers))}</pre>;
}
