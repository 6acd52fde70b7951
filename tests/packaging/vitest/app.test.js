import { expect, test } from 'vitest';
import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers, expected } from './golden.js';

test('the golden predictions', async () => {
  expect(await answers(load, predict, predictFlowers)).toMatchObject(expected);
});
