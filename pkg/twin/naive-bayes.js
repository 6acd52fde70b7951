// @ts-check
// Gaussian naive Bayes: the logarithm of the likelihood of each class, the columns first,
// the prior last.
import { log } from './log.js';
import { numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const naiveBayes = (of) => {
  const priors = numbers(of.priors), means = numbers(of.means), variances = numbers(of.variances), half = log(2 * Math.PI) / 2;
  return ({ rows, values }, reads, to) => {
    const width = reads.length;
    for (let k = 0; k < priors.length; k++) for (let r = 0; r < rows; r++) {
      let y = 0;
      for (let i = 0; i < width; i++) {
        const variance = variances[k * width + i], distance = values[reads[i] * rows + r] - means[k * width + i];
        y += -(distance * distance / (2 * variance)) - half - log(variance) / 2;
      }
      values[(to + k) * rows + r] = y + log(priors[k]);
    }
  };
};
