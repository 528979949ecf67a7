import { erfc, gaussian, scaledErfc } from './erfc.ts';

/**
 * P(Z ≤ z) of the standard normal distribution; far out exp(−z²/2) is taken of z itself, not of the rounded z/√2.
 *
 * @example
 * normalCdf(0) // => 0.5
 */
export function normalCdf(z: number): number {
  const x = -z * Math.SQRT1_2;
  if (!(x > 4)) return 0.5 * erfc(x);
  return z < -39 ? 0 : 0.5 * gaussian(z, 0.5) * scaledErfc(x);
}
