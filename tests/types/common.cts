// CommonJS gets the same types.
import titanic = require('titanic-survival/common');

titanic.predict({ Sex: 'male' }).then(({ prediction }) => prediction[0] === 1);
// @ts-expect-error a misspelt level
titanic.predict({ Sex: 'mael' });
