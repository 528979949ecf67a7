import { regularizedGamma } from './regularized-gamma.ts';

/**
 * P(χ² ≥ x) with so many degrees of freedom: Q(degrees / 2, x / 2).
 *
 * @example
 * chiSquaredSurvival(2 * Math.log(2), 2) // => 0.5
 */
export function chiSquaredSurvival(x: number, degrees: number): number {
  return x < 0 ? 1 : regularizedGamma(degrees / 2, x / 2).upper;
}
