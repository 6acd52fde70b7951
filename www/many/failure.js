// @ts-check
// Why a table was not answered, in words.

import { count } from '../numbers.js';
import { texts } from '../texts.js';

/** @param {any} error */
export function reasonOf(error) {
  if (error?.code === 'worker-died') return texts.many.workerDied;
  // A part of the page that did not come.
  if (error?.code === 'worker-unavailable' || error instanceof TypeError) return texts.noRuntime;
  const { line, column, message = error, hint } = error ?? {};
  return [[line && texts.many.line(count(line)), column && `${column}:`, message].filter(Boolean).join(' '), hint].filter(Boolean).join('. ');
}

/** Bytes came that are no UTF-8, though the beginning was. @param {any} error @param {import('./source.js').Table} table */
export const misread = (error, { encoding }) => error?.code === 'bad-csv' && /UTF-8/.test(error.message) && encoding === 'utf-8';
