/**
 * The error function 2/√π ∫₀ˣ e^(−t²) dt in float64, to a few units in the last place.
 *
 * |x| < 3: erf(x) = 2/√π · e^(−x²) · Σₙ 2ⁿ x^(2n+1) / (2n+1)!!, whose terms all have one sign, so nothing cancels.
 * Beyond: 1 − erfc(x) with the continued fraction erfc(x) = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))).
 *
 * @reference Abramowitz & Stegun 7.1.6 and 7.1.14
 */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (!(z < 6)) return Number.isNaN(x) ? Number.NaN : Math.sign(x);
  return x < 0 ? -positiveErf(z) : positiveErf(z);
}

function positiveErf(z: number): number {
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return 1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction);
}
