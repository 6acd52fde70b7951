importScripts('node_modules/titanic-survival/classic.js', 'node_modules/iris-species/classic.js', 'golden.script.js');

answers(titanicSurvival.load, titanicSurvival.predict, irisSpecies.predict).then(postMessage, (error) => postMessage({ error: String(error.stack) }));
