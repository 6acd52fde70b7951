const { load, predict } = require('titanic-survival');
const { predict: predictFlowers } = require('iris-species');
const { answers, expected } = require('./golden.cjs');

test('the golden predictions', async () => {
  expect(await answers(load, predict, predictFlowers)).toMatchObject(expected);
});
