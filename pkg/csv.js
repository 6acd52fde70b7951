// @ts-check
// Tables of text: what only those load who ask for one. The last three are for a page that shows a table before it asks.
export { local } from './core/csv/local.js';
export { answer } from './core/csv/piece.js';
export { encodingOf } from './core/csv/source.js';
export { reading } from './core/csv/reader.js';
export { closest } from './twin/closest.js';
export { pieces, predictCsv } from './core/csv/predict.js';
