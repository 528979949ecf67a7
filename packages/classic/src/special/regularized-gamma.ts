import { deviance, stirlingError } from './deviance.ts';

/** The lower and the upper regularised incomplete gamma function; the smaller of the two has all its digits. */
export interface RegularizedGamma {
  readonly lower: number;
  readonly upper: number;
}

/**
 * P(a, x) = γ(a, x) / Γ(a) and Q(a, x) = 1 − P(a, x) for a > 0, x ≥ 0.
 *
 * The power series of P below x = a + 1, the continued fraction of Q above it; xᵃe⁻ˣ / Γ(a + 1) from Stirling's error and the
 * deviance, which stays exact where a and x are large and close.
 *
 * @complexity O(√a) near x = a
 * @reference Abramowitz & Stegun 6.5.29, 6.5.31; Lentz (1976)
 * @example
 * regularizedGamma(1, 2).upper // => 0.1353352832366127
 */
export function regularizedGamma(a: number, x: number): RegularizedGamma {
  if (!(a > 0) || !(x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const density = Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
  if (x < a + 1) {
    const lower = density * powerSeries(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = density * a * continuedFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** Σ xⁿ / ((a + 1) … (a + n)) */
function powerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** 1 / (x + 1 − a − 1(1 − a) / (x + 3 − a − 2(2 − a) / (x + 5 − a − …))) */
function continuedFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 100_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}
