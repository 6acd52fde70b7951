// @ts-check

/**
 * The way from base to answer, for the class or value that is shown.
 * @typedef {object} Parts
 * @property {'margin' | 'probability' | 'value'} space what the numbers are in
 * @property {number} base
 * @property {number} answer
 * @property {{ column: string, value: unknown, contribution: number }[]} parts the largest first
 * @property {number | null} baseShare the probability that the base is, where it can be said
 * @property {number | null} share the probability of the answer
 * @property {'tree' | 'linear'} method
 */

/**
 * @param {any} explanation
 * @param {import('../answer/shown.js').Shown} shown
 * @param {any[]} targets
 * @param {any} result
 * @returns {Parts | null} nothing where the model has no number for it
 */
export function partsOf({ outputs, method }, shown, targets, result) {
  const target = targets[shown.target];
  const own = outputs.filter((/** @type {any} */ output) => output.target === target.name);
  const output = own.find((/** @type {any} */ { label }) => label === shown.label);
  const opposite = output || own.length !== 1 || shown.label === null ? null : own[0];
  const chosen = output ?? opposite;
  if (!chosen) return null;
  const turned = opposite ? turn(opposite) : chosen;
  const shares = targets.length > 1 ? result.probabilities?.[shown.target] : result.probabilities;
  return {
    space: turned.space, base: turned.base, answer: turned.answer, method, parts: sorted(turned.parts),
    baseShare: shareOf(turned, own, chosen, opposite !== null, target),
    share: shown.label === null ? null : shares?.[String(shown.label)] ?? null,
  };
}

/** What speaks for one of two classes speaks against the other. @param {any} output */
function turn({ space, base, answer, parts }) {
  const whole = space === 'probability' ? 1 : 0;
  return { space, base: whole - base, answer: whole - answer,
    parts: parts.map((/** @type {any} */ part) => ({ ...part, contribution: -part.contribution })) };
}

/** @param {Parts['parts']} parts */
const sorted = (parts) => [...parts].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));

/**
 * The probability of the base. A link that is not known here leaves it unsaid.
 * @param {any} turned
 * @param {any[]} own every output of the target
 * @param {any} chosen
 * @param {boolean} opposite
 * @param {any} target
 */
function shareOf(turned, own, chosen, opposite, { link, divisor = 1 }) {
  if (turned.space === 'probability') return turned.base;
  if (turned.space !== 'margin' || divisor !== 1) return null;
  if (/^(single-)?sigmoid$/.test(link)) return own.length === 1 ? 1 / (1 + Math.exp(-turned.base)) : null;
  if (!/^(single-)?softmax$/.test(link) || opposite) return null;
  return 1 / own.reduce((sum, { base }) => sum + Math.exp(base - chosen.base), 0);
}
