// @ts-check
// Tables of text: what only those load who ask for one.
export { local } from './core/csv/local.js';
export { answer } from './core/csv/piece.js';
export { pieces, predictCsv } from './core/csv/predict.js';
