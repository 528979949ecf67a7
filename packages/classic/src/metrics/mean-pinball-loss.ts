import { requireParameter } from '../base/parameter-error.ts';
import {
  type Combined,
  combine,
  type Multioutput,
  meanLosses,
  type RegressionOptions,
  regressionTargets,
  type Targets,
} from './regression-targets.ts';

export interface PinballOptions<M = Multioutput> extends RegressionOptions<M> {
  /** The quantile that is predicted, 0 … 1; default 0.5. */
  readonly alpha?: number | undefined;
}

/**
 * Mean of α(y − ŷ) where ŷ is too low, and (1 − α)(ŷ − y) where it is too high: least for the α-quantile.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @reference agrees with sklearn.metrics.mean_pinball_loss
 * @example
 * meanPinballLoss([1, 2, 3], [0, 2, 3], { alpha: 0.9 }).toFixed(4) // => '0.3000'
 */
export function meanPinballLoss<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: PinballOptions<M> = {},
): Combined<M> {
  const op = 'meanPinballLoss';
  const { alpha = 0.5, multioutput } = options;
  requireParameter(op, 'alpha', alpha, alpha >= 0 && alpha <= 1, 'in [0, 1]');
  return combine<M>(op, meanLosses(regressionTargets(op, yTrue, yPred, options), pinball(alpha)), multioutput);
}

export function pinball(alpha: number): (truth: number, guess: number) => number {
  return (y, guess) => (y >= guess ? alpha * (y - guess) : (1 - alpha) * (guess - y));
}
