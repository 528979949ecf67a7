import { DataError } from '../base/data-error.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { average, type WeightedOptions } from './metric-weights.ts';
import { oneTarget } from './regression-targets.ts';

export interface TweedieOptions extends WeightedOptions {
  /** 0 normal, 1 Poisson, 2 gamma, 3 inverse Gaussian; not within (0, 1). Default 0. */
  readonly power?: number | undefined;
}

/**
 * Mean deviance of a Tweedie distribution: (y − ŷ)² for power 0, and less weight on large ŷ the higher the power.
 *
 * @shape yTrue, yPred [N] → number
 * @throws {DataError} when a number is outside of what the distribution has
 * @reference agrees with sklearn.metrics.mean_tweedie_deviance
 * @example
 * meanTweedieDeviance([2, 0, 1, 4], [0.5, 0.5, 2, 2], { power: 1 }).toFixed(4) // => '1.4260'
 */
export function meanTweedieDeviance(yTrue: VectorLike, yPred: VectorLike, options: TweedieOptions = {}): number {
  return tweedie('meanTweedieDeviance', yTrue, yPred, options);
}

/**
 * Mean of 2(y log(y/ŷ) − y + ŷ).
 *
 * @shape yTrue [N] ≥ 0, yPred [N] > 0 → number
 * @reference agrees with sklearn.metrics.mean_poisson_deviance
 * @example
 * meanPoissonDeviance([1, 0], [1, 2]) // => 2
 */
export function meanPoissonDeviance(yTrue: VectorLike, yPred: VectorLike, options: WeightedOptions = {}): number {
  return tweedie('meanPoissonDeviance', yTrue, yPred, { ...options, power: 1 });
}

/**
 * Mean of 2(log(ŷ/y) + y/ŷ − 1).
 *
 * @shape yTrue, yPred [N] > 0 → number
 * @reference agrees with sklearn.metrics.mean_gamma_deviance
 * @example
 * meanGammaDeviance([1, 2], [1, 1]).toFixed(4) // => '0.3069'
 */
export function meanGammaDeviance(yTrue: VectorLike, yPred: VectorLike, options: WeightedOptions = {}): number {
  return tweedie('meanGammaDeviance', yTrue, yPred, { ...options, power: 2 });
}

function tweedie(op: string, yTrue: VectorLike, yPred: VectorLike, options: TweedieOptions): number {
  const { power = 0 } = options;
  const { truth, guess, weights } = oneTarget(op, yTrue, yPred, options);
  checkTweedie(op, truth, guess, power);
  return average(
    truth.map((y, i) => unitDeviance(y, guess[i], power)),
    weights,
  );
}

/** @throws {DataError} when the distribution of this power cannot have such numbers */
export function checkTweedie(op: string, truth: Float64Array, guess: Float64Array, power: number): void {
  requireParameter(
    op,
    'power',
    power,
    Number.isFinite(power) && !(power > 0 && power < 1),
    'a number outside of (0, 1)',
  );
  const refuse = (list: Float64Array, name: string, rule: string, holds: (y: number) => boolean): void => {
    const at = list.findIndex((y) => !holds(y));
    if (at >= 0) throw new DataError(`${op}: ${name} has ${list[at]} at ${at}, power ${power} needs ${name} ${rule} 0`);
  };
  if (power !== 0) refuse(guess, 'yPred', '>', (y) => y > 0);
  if (power >= 1 && power < 2) refuse(truth, 'yTrue', '≥', (y) => y >= 0);
  if (power >= 2) refuse(truth, 'yTrue', '>', (y) => y > 0);
}

/** Deviance of one sample. */
export function unitDeviance(y: number, mean: number, power: number): number {
  if (power === 0) return (y - mean) * (y - mean);
  if (power === 1) return 2 * ((y === 0 ? 0 : y * Math.log(y / mean)) - y + mean);
  if (power === 2) return 2 * (Math.log(mean / y) + y / mean - 1);
  const [a, b] = [1 - power, 2 - power];
  return 2 * (Math.max(y, 0) ** b / (a * b) - (y * mean ** a) / a + mean ** b / b);
}
