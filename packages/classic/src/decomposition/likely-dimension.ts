import { logGamma } from '../special/log-gamma.ts';

/**
 * The number of principal axes that makes the data likeliest: Laplace's approximation of the evidence of probabilistic PCA.
 *
 * @param variances of all F axes, descending
 * @param n number of samples
 * @returns 1 … F − 1, or 0 where there is one axis only
 * @reference Minka, Automatic choice of dimensionality for PCA (2000), equations 78 to 80
 */
export function likelyDimension(variances: Float64Array, n: number): number {
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let rank = 1; rank < variances.length; rank++) {
    const evidence = logEvidence(variances, rank, n);
    if (evidence > highest) [best, highest] = [rank, evidence];
  }
  return best;
}

/** A variance this small is none. */
const tiny = 1e-15;

function logEvidence(variances: Float64Array, rank: number, n: number): number {
  const f = variances.length;
  if (variances[rank - 1] < tiny) return Number.NEGATIVE_INFINITY;
  let rest = 0;
  for (let i = rank; i < f; i++) rest += variances[i];
  const noise = Math.max(tiny, rest / (f - rank));
  let logPrior = -rank * Math.LN2; // of the axes: uniform on the Stiefel manifold
  let logInside = 0;
  let logCurvature = 0;
  for (let i = 0; i < rank; i++) {
    logPrior += logGamma((f - i) / 2) - (Math.log(Math.PI) * (f - i)) / 2;
    logInside += Math.log(variances[i]);
    for (let j = i + 1; j < f; j++) {
      const inverse = 1 / (j < rank ? variances[j] : noise);
      logCurvature += Math.log((variances[i] - variances[j]) * (inverse - 1 / variances[i])) + Math.log(n);
    }
  }
  const freedom = f * rank - (rank * (rank + 1)) / 2;
  const logLikelihood = (-n / 2) * (logInside + (f - rank) * Math.log(noise));
  const volume = (Math.log(2 * Math.PI) * (freedom + rank)) / 2;
  return logPrior + logLikelihood + volume - logCurvature / 2 - (rank * Math.log(n)) / 2;
}
