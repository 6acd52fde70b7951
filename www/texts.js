// @ts-check
// Every text of the page, but for the lines in index.html that are read before
// any script runs. To translate the page, translate this file and those lines.

/**
 * Names of metrics as the card writes them -> what they say. What the card adds in
 * brackets is left out here: `F1 (macro)` is `F1`.
 * @type {Record<string, string>}
 */
const metrics = {
  'accuracy': 'share of rows answered right',
  'balanced accuracy': 'the same, each class counting equally',
  'ROC AUC': 'how well it ranks: 0.5 is chance, 1 perfect',
  'log loss': 'how wrong the probabilities are: 0 is perfect',
  'Brier score': 'squared error of the probabilities: 0 is perfect',
  'F1': 'balance of precision and recall: 1 is perfect',
  'RMSE': 'typical error, large ones counting more',
  'MAE': 'mean error',
  'R2': 'share of the variance explained: 1 is perfect',
};

export const texts = {
  skip: 'Skip to the form',
  models: 'Models',
  foot: 'Made with windowbox: a trained model as a small WebAssembly package.',
  title: (/** @type {string} */ model) => `${model} · windowbox`,
  question: (/** @type {string} */ target) => `${target}: what does the model say?`,
  lead: (/** @type {string} */ model, /** @type {string} */ rows, /** @type {string} */ columns) =>
    `Answers from ${columns}. Model: ${model || 'not named'}${rows && `, trained on ${rows}`}.`,
  privacy: 'Runs in your browser. Nothing you type leaves this page.',
  selfTest: (/** @type {boolean | null} */ holds) => holds === false ? 'Self-test failed:' : 'Self-test:',
  differs: (/** @type {string} */ number) => `The largest difference is ${number}.`,

  form: 'What the model is told',
  hills: 'Grey shapes show how often each value occurs in the training data.',
  reset: 'Back to typical values',
  yes: 'Yes',
  no: 'No',
  emptyLevel: '(empty)',
  unknown: 'Unknown',
  unknownOf: (/** @type {string} */ field) => `${field} unknown`,
  other: 'Other …',
  otherOf: (/** @type {string} */ field) => `${field}, another value`,
  slider: (/** @type {string} */ field) => `${field}, slider`,
  rangeFrom: 'Training data from ',
  rangeTo: ' to ',

  isUnknown: 'Unknown: answered as training treats a missing value.',
  emptyIsUnknown: 'Left empty: taken as unknown.',
  needsNumber: 'A number is needed here.',
  needsDate: (/** @type {string} */ sort) => `A ${sort === 'date-time' ? 'date and time' : sort} is needed here.`,
  partOfDate: 'Not whole yet: a part is not filled in.',
  needsLevel: 'Type a value, or choose one of the list.',
  notANumber: (/** @type {string} */ text) => `“${text}” is not a number. Write it like 1.5 or 1,5.`,
  readAs: (/** @type {string} */ number) => `Read as ${number}.`,
  outOfRange: (/** @type {string} */ min, /** @type {string} */ max) =>
    `Outside the training data (${min} to ${max}): take the answer with care.`,
  unknownLevel: (/** @type {string} */ value) => `Training never saw “${value}”: answered as it treats an unknown level.`,
  closest: (/** @type {string} */ level) => `Did you mean “${level}”?`,

  answer: 'The model’s answer',
  probability: 'probability',
  probabilities: (/** @type {string} */ target) => `Probability of each answer to “${target}”`,
  class: 'Answer',
  raw: (/** @type {string} */ target, /** @type {string} */ label) => `${target} = ${label} in the table`,
  noAnswer: 'No answer yet',
  fix: 'The model needs a value it can read in:',
  care: 'With care: see what is said beside',
  failed: 'The model could not answer',
  noResult: 'For these values its calculation comes to no number. Try others.',
  below: (/** @type {string} */ number) => `< ${number}`,
  above: (/** @type {string} */ number) => `> ${number}`,
  spoken: (/** @type {string} */ verdict, /** @type {string} */ percent) => `${verdict}, ${percent}.`,
  typical: 'Where this answer lies among those for the training data',

  card: 'About this model',
  kind: 'Model',
  predicts: 'Predicts',
  trainedOn: 'Trained on',
  rows: (/** @type {string} */ n) => `${n} rows`,
  made: 'Made',
  intendedUse: 'Intended use',
  notes: 'Worth knowing',
  quality: 'How well it does',
  metric: 'Metric',
  mean: 'Mean',
  spread: 'Spread',
  spreadOf: (/** @type {string} */ spread) => `± ${spread}`,
  metricMeans(/** @type {string} */ name) {
    const plain = name.split(' (')[0];
    return Object.hasOwn(metrics, plain) ? metrics[plain] : '';
  },
  confusion: 'True and predicted answers',
  confusionRows: 'How many rows of each true answer (down) got each predicted answer (across).',
  confusionCorner: 'True ↓  Predicted →',
  reliability: 'Do the probabilities hold?',
  reliabilityAbout: 'Where the model said a probability (across), how often it was so (up). On the line, it is honest.',
  reliabilityBin: 'Said',
  reliabilityPredicted: 'Mean said',
  reliabilityObserved: 'Came true',
  reliabilityRows: 'Rows',
  asTable: 'The same as a table',
  between: (/** @type {string} */ low, /** @type {string} */ high) => `${low} to ${high}`,
  inputs: 'What it reads',
  column: 'Column',
  holds: 'Holds',
  numbers: (/** @type {string} */ min, /** @type {string} */ max) => `numbers, ${min} to ${max} in training`,
  anyNumber: 'numbers',
  anyText: 'any text',
  truth: 'yes or no',
  mayMiss: 'May be unknown',
  compared: 'What it was compared with',
  candidate: 'Candidate',
  couldNot: 'could not be fitted',
  origin: 'Where it comes from',
  name: 'Name and version',
  author: 'By',
  place: 'Place',
  target: 'Target column',
  dataRows: 'Rows of data',
  dataHash: 'SHA-256 of the data',
  modelHash: 'SHA-256 of the model',
  seed: 'Seed',
  locale: 'Locale',
  options: 'Options',
  madeWith: 'Made with',
  download: 'Downloaded',
  downloaded: (/** @type {string} */ runtime, /** @type {string} */ model) =>
    `runtime ${runtime}, model ${model}, before compression`,

  cannotOpen: (/** @type {string} */ model) => `${model} cannot be opened`,
  notThere: 'The model did not arrive. Check your connection, then try again.',
  notRead: 'The model arrived, but this page cannot read it. Whoever runs the page has to put it right.',
  noRuntime: 'A part of this page did not arrive. Check your connection, then try again.',
  noRuntimeDetail: 'The runtime is not where the page looks for it (pkg/browser.js).',
  noRuntimeHint: 'In the repository, “cargo xtask demo” builds it and puts it there.',
  details: 'For whoever runs this page',
  again: 'Try again',

  // The page kept for when there is no network.
  newer: 'A newer version of this page is here.',
  newerTake: 'Use it now',

  // An element in somebody's page.
  anyModel: 'The model',
};
