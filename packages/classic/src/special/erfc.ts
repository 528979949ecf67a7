// W. J. Cody's rational Chebyshev approximations (Math. Comp. 23, 1969), highest power first.
const nearTop = [0.1857777061846032, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384695];
const nearBottom = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const middleTop = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const middleBottom = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const farTop = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const farBottom = [
  1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

/**
 * 1 − erf(x) = 2/√π ∫ₓ^∞ exp(−t²) dt, with all its digits where it is small.
 *
 * @reference Cody, Rational Chebyshev approximations for the error function (1969)
 * @example
 * erfc(0) // => 1
 */
export function erfc(x: number): number {
  const z = Math.abs(x);
  if (z <= 0.46875) return 1 - (x * polynomial(nearTop, z * z)) / polynomial(nearBottom, z * z);
  const tail = z > 27 ? 0 : gaussian(z, 1) * scaledErfc(z);
  return x < 0 ? 2 - tail : tail;
}

/** exp(x²) erfc(x) for x > 0.46875 */
export function scaledErfc(x: number): number {
  if (x <= 4) return polynomial(middleTop, x) / polynomial(middleBottom, x);
  const w = 1 / (x * x);
  return (0.5641895835477563 - (w * polynomial(farTop, w)) / polynomial(farBottom, w)) / x;
}

/** exp(−scale · z²), z² in two parts so that rounding it costs no digits. */
export function gaussian(z: number, scale: number): number {
  const head = Math.trunc(z * 16) / 16;
  return Math.exp(-scale * head * head) * Math.exp(-scale * (z - head) * (z + head));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) value = value * x + coefficients[i];
  return value;
}
