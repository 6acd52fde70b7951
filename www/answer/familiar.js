// @ts-check

import { element } from '../element.js';
import { percent } from '../numbers.js';
import { texts } from '../texts.js';
import { fieldLink } from './links.js';

/**
 * Whether the record is like the training data, and which fields are not.
 * @param {any} familiarity nothing where the model carries no statistics
 * @param {import('../form/field.js').Field[]} fields
 * @returns {Node[]}
 */
export function familiarLine(familiarity, fields) {
  if (!familiarity) return [texts.familiarUnknown].map((text) => document.createTextNode(text));
  const { verdict, columns } = familiarity;
  const odd = columns.flatMap((/** @type {any} */ column) => {
    const field = fields.find(({ name }) => name === column.column);
    return field ? [element('li', {}, fieldLink(field), ` ${reason(column)}`)] : [];
  });
  return [element('span', { class: `verdict-${verdict}` }, texts.familiar[/** @type {'usual'} */ (verdict)]),
    ...(odd.length ? [element('ul', {}, ...odd)] : [])];
}

/** @param {{ reason: string, share: number | null }} why */
function reason({ reason, share }) {
  const said = texts.familiarReasons[/** @type {'rare'} */ (reason)] ?? reason;
  if (share === null || share === 0) return said;
  return `${said} ${(reason === 'tail' ? texts.furtherOut : texts.ofRows)(percent(share))}`;
}
