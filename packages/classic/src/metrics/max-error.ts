import type { VectorLike } from '../base/matrix-like.ts';
import { oneTarget } from './regression-targets.ts';

/**
 * The largest |y − ŷ|.
 *
 * @shape yTrue, yPred [N] → number
 * @reference agrees with sklearn.metrics.max_error
 * @example
 * maxError([3, 2, 7], [4, 2, 7]) // => 1
 */
export function maxError(yTrue: VectorLike, yPred: VectorLike): number {
  const { truth, guess } = oneTarget('maxError', yTrue, yPred);
  return truth.reduce((most, y, i) => Math.max(most, Math.abs(y - guess[i])), 0);
}
