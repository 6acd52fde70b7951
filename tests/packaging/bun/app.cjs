const { load, predict } = require('titanic-survival');
const { predict: predictFlowers } = require('iris-species');
const { answers, tell } = require('./golden.cjs');

answers(load, predict, predictFlowers).then(tell, tell);
