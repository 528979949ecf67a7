import type { VectorLike } from '../base/matrix-like.ts';
import { checkTweedie, type TweedieOptions, unitDeviance } from './mean-tweedie-deviance.ts';
import { average } from './metric-weights.ts';
import { oneTarget } from './regression-targets.ts';

/**
 * D² = 1 − deviance(y, ŷ) / deviance(y, ȳ): as R², which it is for power 0, with the deviance of a Tweedie distribution.
 *
 * @shape yTrue, yPred [N] → number
 * @special NaN for fewer than two samples
 * @reference agrees with sklearn.metrics.d2_tweedie_score
 * @example
 * d2TweedieScore([1, 2, 3], [1, 2, 4]) // => 0.5
 */
export function d2TweedieScore(yTrue: VectorLike, yPred: VectorLike, options: TweedieOptions = {}): number {
  const { power = 0 } = options;
  const { truth, guess, n, weights } = oneTarget('d2TweedieScore', yTrue, yPred, options);
  checkTweedie('d2TweedieScore', truth, guess, power);
  if (n < 2) return Number.NaN;
  const mean = average(truth, weights);
  const deviance = (guessOf: (i: number) => number): number =>
    average(
      truth.map((y, i) => unitDeviance(y, guessOf(i), power)),
      weights,
    );
  return 1 - deviance((i) => guess[i]) / deviance(() => mean);
}
