import { logGamma, stirlingTail } from './log-gamma.ts';

// The two parts from which densities of the gamma and beta families are put together without cancellation.

/**
 * D(x, m) = x log(x / m) + m − x ≥ 0, also where x ≈ m and the terms would cancel.
 *
 * @param difference x − m, where it is known better than the two numbers say
 * @reference Loader, Fast and accurate computation of binomial probabilities (2000)
 */
export function deviance(x: number, m: number, difference = x - m): number {
  if (Math.abs(difference) >= 0.1 * (x + m)) return x === 0 ? m : x * Math.log(x / m) + m - x;
  const v = difference / (x + m);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let k = 1; k < 100; k++) {
    term *= v * v;
    const next = sum + term / (2 * k + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** δ(x) = log Γ(x + 1) − log(√(2πx) (x/e)ˣ): how far Stirling's formula is off, for x > 0. */
export function stirlingError(x: number): number {
  return x >= 10 ? stirlingTail(x) : logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - 0.9189385332046728;
}
