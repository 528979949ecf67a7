/** ζ(k) − 1 for k = 2, 3, …: the coefficients of the series of log Γ about 2. */
const zetaMinusOne = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822144, 0.0009945751278180853, 0.0004941886041194646,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.0588236307020494e-5, 1.5282259408651872e-5,
  7.637197637899762e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727961e-7, 4.769329867878065e-7,
  2.38450502727733e-7, 1.1921992596531107e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365042e-8,
  7.45071178983543e-9,
];

/** 1 − γ with Euler's constant γ. */
const oneMinusEuler = 0.42278433509846713;
const halfLogTwoPi = 0.9189385332046728;

/**
 * log Γ(x) for x > 0.
 *
 * About its zeros 1 and 2 by the Taylor series, so that small values keep their digits; up to 10 by the recurrence from there,
 * whose terms all have one sign; beyond by Stirling's series.
 *
 * @special NaN for x < 0; Infinity for 0 and Infinity
 * @reference Abramowitz & Stegun 6.1.33, 6.1.40
 * @example
 * logGamma(5).toFixed(12) // => '3.178053830348'
 */
export function logGamma(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.POSITIVE_INFINITY;
  if (x < 0.5) return nearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  if (x < 10) {
    let product = 1;
    let rest = x;
    while (rest > 2.5) product *= --rest;
    return nearTwo(rest - 2) + Math.log(product);
  }
  return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingTail(x);
}

/** log Γ(2 + z) for |z| ≤ ½: z(1 − γ) + Σ (−z)ᵏ(ζ(k) − 1) / k, whose terms shrink as (z/2)ᵏ. */
function nearTwo(z: number): number {
  let sum = 0;
  for (let k = zetaMinusOne.length + 1; k >= 2; k--) sum = zetaMinusOne[k - 2] / k - z * sum;
  return z * (oneMinusEuler + z * sum);
}

/** Σ B₂ₖ / (2k(2k − 1) x²ᵏ⁻¹): what Stirling's formula leaves, for x ≥ 10. */
export function stirlingTail(x: number): number {
  const z = 1 / (x * x);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z / 156)))))) / x;
}
