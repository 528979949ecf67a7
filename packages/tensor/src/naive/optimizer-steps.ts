// The optimizer steps one element after the other, for float64. With `round` = Math.fround they are what the kernels do to
// float32, to the last bit.
import type { TypedArray } from '../dtype.ts';
import type { AdamStepOptions, RmspropStepOptions, SgdStepOptions } from '../ops/optimizer-steps.ts';

/** Parameter, gradient and state; null or nothing for state that a variant does not have. */
export type AdamArrays = readonly [
  p: TypedArray,
  g: TypedArray,
  m: TypedArray,
  v: TypedArray,
  maxV?: TypedArray | null,
];
export type RmspropArrays = readonly [
  p: TypedArray,
  g: TypedArray,
  squares: TypedArray,
  means?: TypedArray | null,
  velocity?: TypedArray | null,
];
export type SgdArrays = readonly [p: TypedArray, g: TypedArray, velocity?: TypedArray | null];
type Rounding = (x: number) => number;
const asIs: Rounding = (x) => x;

export function naiveAdamStep(
  [p, g, m, v, top = null]: AdamArrays,
  { lr, beta1, beta2, eps, weightDecay, decoupled, step, gradScale = 1 }: AdamStepOptions,
  round: Rounding = asIs,
): void {
  const decay = round(decoupled ? 1 - lr * weightDecay : weightDecay);
  const [keepM, addM, keepV, addV] = [beta1, 1 - beta1, beta2, 1 - beta2].map(round);
  const [rootCorrection, epsilon] = [Math.sqrt(1 - beta2 ** step), eps].map(round);
  const [rate, scale] = [lr / (1 - beta1 ** step), gradScale].map(round);
  for (let i = 0; i < p.length; i++) {
    let slope = round(g[i] * scale);
    if (!decoupled && weightDecay !== 0) slope = round(slope + round(p[i] * decay));
    const value = decoupled ? round(p[i] * decay) : p[i];
    m[i] = round(m[i] * keepM) + round(slope * addM);
    v[i] = round(v[i] * keepV) + round(addV * round(slope * slope));
    if (top !== null) top[i] = Math.max(top[i], v[i]);
    const square = top === null ? v[i] : top[i];
    const denominator = round(round(round(Math.sqrt(square)) / rootCorrection) + epsilon);
    p[i] = value - round(round(rate * m[i]) / denominator);
  }
}

export function naiveRmspropStep(
  [p, g, squares, means = null, velocity = null]: RmspropArrays,
  { lr, alpha, eps, weightDecay, momentum, gradScale = 1 }: RmspropStepOptions,
  round: Rounding = asIs,
): void {
  const [rate, keep, take, epsilon] = [lr, alpha, 1 - alpha, eps].map(round);
  const [decay, keepSpeed, scale] = [weightDecay, momentum, gradScale].map(round);
  for (let i = 0; i < p.length; i++) {
    let slope = round(g[i] * scale);
    if (weightDecay !== 0) slope = round(slope + round(p[i] * decay));
    squares[i] = round(squares[i] * keep) + round(take * round(slope * slope));
    let square = squares[i];
    if (means !== null) {
      means[i] = round(means[i] * keep) + round(slope * take);
      square = round(square - round(means[i] * means[i]));
    }
    const root = round(round(Math.sqrt(square)) + epsilon);
    if (velocity !== null) {
      velocity[i] = round(velocity[i] * keepSpeed) + round(slope / root);
      p[i] -= round(velocity[i] * rate);
    } else p[i] -= round(round(slope * rate) / root);
  }
}

export function naiveSgdStep(
  [p, g, velocity = null]: SgdArrays,
  { lr, momentum, dampening, weightDecay, nesterov, first, gradScale = 1 }: SgdStepOptions,
  round: Rounding = asIs,
): void {
  const [rate, keep, take, decay, scale] = [lr, momentum, 1 - dampening, weightDecay, gradScale].map(round);
  for (let i = 0; i < p.length; i++) {
    let slope = round(g[i] * scale);
    if (weightDecay !== 0) slope = round(slope + round(p[i] * decay));
    if (velocity !== null) {
      velocity[i] = first ? slope : round(velocity[i] * keep) + round(slope * take);
      slope = nesterov ? round(slope + round(velocity[i] * keep)) : velocity[i];
    }
    p[i] -= round(slope * rate);
  }
}
