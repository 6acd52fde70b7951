// CommonJS gets the same types.
import titanic = require('./expected/titanic/index.cjs');

titanic.predict({ Sex: 'male' }).then(({ prediction }) => prediction[0] === 1);
// @ts-expect-error a misspelt level
titanic.predict({ Sex: 'mael' });
