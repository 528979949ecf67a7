import { regularizedBeta } from './regularized-beta.ts';

/** Degrees of freedom of the numerator and of the denominator. */
export type FDegrees = readonly [number, number];

/**
 * P(F ≥ x): I_z(d₂/2, d₁/2) with z = d₂ / (d₂ + d₁x).
 *
 * @special NaN for NaN, 0 for Infinity
 * @example
 * fSurvival(1, [2, 2]) // => 0.5
 */
export function fSurvival(x: number, [d1, d2]: FDegrees): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const scaled = d1 * x;
  return regularizedBeta({ a: d2 / 2, b: d1 / 2, x: d2 / (d2 + scaled), complement: scaled / (d2 + scaled) });
}
