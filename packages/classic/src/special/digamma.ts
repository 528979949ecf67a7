/**
 * ψ(x), the derivative of log Γ, for x > 0; the error is below 10⁻¹⁵ · max(1, |ψ|).
 *
 * ψ(x) = ψ(x + 1) − 1/x up to 10, then the asymptotic series.
 *
 * @special NaN for x < 0; −Infinity for 0
 * @reference Abramowitz & Stegun 6.3.18
 * @example
 * (digamma(3) - digamma(2)).toFixed(12) // => '0.500000000000'
 */
export function digamma(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift += 1 / at;
  const z = 1 / (at * at);
  const tail =
    z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - z * (691 / 32760 - z / 12))))));
  return Math.log(at) - 0.5 / at - tail - shift;
}
