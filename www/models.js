// @ts-check
// What this page offers. Only `id` and `file` are needed: everything else on the
// page comes from the model. `words` says in words what a table abbreviates.

/**
 * @typedef {object} Offer
 * @property {string} id in the address: `#iris`
 * @property {string | File} file relative to the page, or what somebody dropped on it
 * @property {string} [package] its name, where it is not the model's
 * @property {string} [title] in the list of models
 * @property {string} [question] above the form
 * @property {Record<string, Record<string, string>>} [words] column or target -> level or class -> word
 */

/** @type {Offer[]} */
export const models = [
  {
    id: 'titanic',
    file: 'models/titanic.wbx',
    title: 'Titanic',
    question: 'Would this passenger have survived the Titanic?',
    words: {
      Survived: { 0: 'Did not survive', 1: 'Survived' },
      Embarked: { C: 'Cherbourg', Q: 'Queenstown', S: 'Southampton' },
    },
  },
  {
    id: 'iris',
    file: 'models/iris.wbx',
    package: 'iris-species',
    title: 'Iris',
    question: 'Which iris is this flower?',
  },
];
