// @ts-check
// OpenAPI 3.1, from the model's schema.
import { FLAGS } from './predict.js';
import { exampleOf, rowOf } from './row.js';

/** @param {string} name */
const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
/** @param {string} type @param {any} schema */
const content = (type, schema) => ({ content: { [type]: { schema } } });
/** @param {string} description @param {any} schema */
const reply = (description, schema) => ({ description, ...content('application/json', schema) });
/** @param {string} description */
const problem = (description) => ({ description, ...content('application/problem+json', ref('Problem')) });
/** @param {any} items */
const list = (items) => ({ type: 'array', items });
/** @param {Record<string, any>} properties @param {string[]} [optional] */
const object = (properties, optional = []) =>
  ({ type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) });

const TEXT = { type: 'string' };

/** What each answer says of the model. */
const MODEL = object({ name: TEXT, version: TEXT, hash: { type: ['string', 'null'], description: "SHA-256 of the model's file, in hex." } });

const ISSUE = object({
  row: { type: 'integer', minimum: 0, description: 'The row, from 0.' },
  code: { type: 'string', description: 'Stable.' },
  column: TEXT,
  message: { type: 'string', description: 'A sentence for people.' },
  value: { type: ['string', 'number', 'boolean', 'null'] },
  closest: { type: ['string', 'number', 'boolean'], description: 'The level or column that was probably meant.' },
  hint: { type: 'string', description: 'What to do.' },
  count: { type: 'integer', description: 'How many rows it is about, where equal warnings are counted.' },
}, ['column', 'value', 'closest', 'hint', 'count']);

const PROBLEM = object({
  type: { type: 'string', format: 'uri-reference' }, title: TEXT, status: { type: 'integer' }, detail: TEXT,
  code: { type: 'string', description: 'Stable.' }, hint: { type: 'string', description: 'What to do.' },
  errors: list(ref('Issue')), warnings: list(ref('Issue')), model: ref('ModelName'),
}, ['hint', 'errors', 'warnings', 'model']);

/** @param {any[]} values */
const labels = (values) => ({ enum: values });

/** One schema for one target, a list of one each for several. @param {any[]} schemas */
const each = (schemas) => schemas.length === 1 ? schemas[0] : { type: 'array', prefixItems: schemas, minItems: schemas.length, maxItems: schemas.length };

/** @param {any} schema */
const orNull = (schema) => ({ anyOf: [schema, { type: 'null' }] });

/** @param {any} target */
const predictionOf = ({ name, label, unit, task: { classes } }) =>
  ({ title: label || name, ...(unit && { description: `In ${unit}.` }), ...(classes ? labels(classes.values) : { type: 'number' }) });

/** @param {any} target */
const sharesOf = ({ task: { classes } }) => classes
  ? object(Object.fromEntries(classes.values.map((/** @type {any} */ label) => [`${label}`, { type: 'number', minimum: 0, maximum: 1 }])))
  : { type: 'null' };

/** @param {any[]} targets @param {boolean} text */
const answerOf = (targets, text) => object({
  prediction: text ? { type: 'string', description: 'The list as text, as Python prints it.' }
    : { ...list(orNull(each(targets.map(predictionOf)))), description: 'An answer for each row, in order; null where a row has none.' },
  probabilities: { ...list(orNull(each(targets.map(sharesOf)))), description: 'Where `proba=1` asks for them.' },
  warnings: list(ref('Issue')),
  errors: { ...list(ref('Issue')), description: 'Why a row has no answer.' },
  model: ref('ModelName'),
}, ['probabilities']);

/** @param {any} schema @param {any} options */
const schemas = ({ columns, targets }, options) => ({
  Row: rowOf(columns, options),
  Answer: answerOf(targets, options.text),
  Issue: ISSUE, Problem: PROBLEM, ModelName: MODEL,
});

/** What is the matter with a body, whatever is asked. */
const REFUSALS = {
  400: problem('The body is not JSON, or a parameter is unknown.'), 413: problem('Too many bytes, or too many rows.'),
  415: problem('The body is not declared to be JSON.'), 422: problem('No row has an answer: `errors` say why.'),
  500: problem('The model failed.'), 503: problem('The model could not be loaded.'),
};

const PROBA = {
  name: 'proba', in: 'query', description: 'Give the probability of each class.',
  schema: { type: 'string', enum: Object.keys(FLAGS), default: '0' },
};

/** @param {string} operationId @param {any} example */
const predicting = (operationId, example) => ({
  operationId,
  summary: 'Predict',
  description: 'Answers a record or a list of records; good ones also where others are bad. The columns of a data frame, `{ column: [cells] }`, are taken too.',
  parameters: [PROBA],
  requestBody: {
    required: true,
    content: { 'application/json': {
      schema: { anyOf: [ref('Row'), { ...list(ref('Row')), description: 'Answered one by one: a row that does not fit has null, and an error that names it; 422 is where none has an answer.' }] },
      examples: { record: { value: example }, list: { value: [example, example] } },
    } },
  },
  responses: { 200: reply('The answers.', ref('Answer')), ...REFUSALS },
});

/** @param {string} operationId @param {string} summary @param {any} properties */
const getting = (operationId, summary, properties) => ({
  operationId, summary,
  responses: { 200: reply(summary, object({ ...properties, model: ref('ModelName') })), 503: REFUSALS[503] },
});

/** @param {any} example */
const paths = (example) => ({
  '/': { post: predicting('predictAtRoot', example), get: getting('index', 'What there is', { links: { type: 'object', additionalProperties: TEXT } }) },
  '/predict': { post: predicting('predict', example) },
  '/schema': { get: getting('schema', "The model's columns and targets", { schema: { type: 'object' } }) },
  '/card': { get: getting('card', 'What people should know of the model', { card: { type: 'object' } }) },
  '/health': { get: getting('health', 'Whether the model is loaded', { status: { const: 'ok' } }) },
  '/openapi.json': { get: { operationId: 'openapi', summary: 'This document', responses: { 200: reply('OpenAPI 3.1', { type: 'object' }), 503: REFUSALS[503] } } },
});

/**
 * The document.
 * @param {any} model loaded
 * @param {{ base: string, names: Map<string, string>, coerce: boolean, strict: boolean, text: boolean }} options
 */
export const openapi = ({ schema, card, version: { name, version, hash } }, options) => ({
  openapi: '3.1.0',
  info: { title: name || 'model', version: version || '0', ...(card.description && { description: card.description }), 'x-model': { name, version, hash } },
  servers: [{ url: options.base || '/' }],
  paths: paths(exampleOf(schema.columns, options.names)),
  components: { schemas: schemas(schema, options) },
});
