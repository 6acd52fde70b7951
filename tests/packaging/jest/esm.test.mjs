import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import golden from './golden.cjs';

test('the golden predictions', async () => {
  expect(await golden.answers(load, predict, predictFlowers)).toMatchObject(golden.expected);
});
