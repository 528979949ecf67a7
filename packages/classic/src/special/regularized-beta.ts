import { deviance, stirlingError } from './deviance.ts';

export interface BetaArguments {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  /** 1 − x; give it where x is so close to 1 that it would lose its digits. */
  readonly complement?: number;
}

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.
 *
 * The continued fraction where it converges fast, below x = a / (a + b); above it 1 − I₁₋ₓ(b, a).
 *
 * @complexity O(√max(a, b)) near x = a / (a + b)
 * @reference DiDonato & Morris, TOMS 708 (1992), eq. 9; Lentz (1976); Loader (2000) for the factor in front
 * @example
 * regularizedBeta({ a: 1, b: 1, x: 0.25 }) // => 0.25
 */
export function regularizedBeta({ a, b, x, complement: y = 1 - x }: BetaArguments): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (y === 0) return 1;
  // a − (a + b)x, of the smaller of x and y, which is the more exact one
  const difference = x < y ? a - (a + b) * x : (a + b) * y - b;
  const factor = density({ a, b, x, y, difference });
  if (difference >= 0) return factor / continuedFraction({ a, b, x, y, difference });
  return 1 - factor / continuedFraction({ a: b, b: a, x: y, y: x, difference: -difference });
}

interface Place {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  readonly difference: number;
}

/** xᵃyᵇ / B(a, b) */
function density({ a, b, x, y, difference }: Place): number {
  const n = a + b;
  const correction = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const exponent = correction - deviance(a, n * x, difference) - deviance(b, n * y, -difference);
  return Math.exp(exponent) * Math.sqrt((a / n) * (b / (2 * Math.PI)));
}

/** β₀ + α₁ / (β₁ + α₂ / (β₂ + …)); no difference of large numbers is in it. */
function continuedFraction({ a, b, x, y, difference }: Place): number {
  let value = (a * (difference + 1)) / (a + 1);
  let c = value;
  let d = 0;
  for (let m = 1; m < 100_000; m++) {
    const odd = a + 2 * m - 1;
    const w = (m * (b - m) * x) / odd;
    const alpha = (((a + m - 1) * (a + b + m - 1) * x) / odd) * w;
    const beta = m + w + ((a + m) * (difference + 1 + m * (1 + y))) / (odd + 2);
    d = 1 / (alpha * d + beta);
    c = beta + alpha / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}
