// The optimizer steps one element after the other, for float64. With `round` = Math.fround they are what the kernels do to
// float32, to the last bit.
import type { TypedArray } from '../dtype.ts';
import type { AdamwStepOptions, SgdStepOptions } from '../ops/optimizer-steps.ts';

type Rounding = (x: number) => number;
const asIs: Rounding = (x) => x;

export function naiveAdamwStep(
  [p, g, m, v]: readonly TypedArray[],
  { lr, beta1, beta2, eps, weightDecay, step, gradScale = 1 }: AdamwStepOptions,
  round: Rounding = asIs,
): void {
  const decay = round(1 - lr * weightDecay);
  const [keepM, addM, keepV, addV] = [beta1, 1 - beta1, beta2, 1 - beta2].map(round);
  const [rootCorrection, epsilon] = [Math.sqrt(1 - beta2 ** step), eps].map(round);
  const [rate, scale] = [lr / (1 - beta1 ** step), gradScale].map(round);
  for (let i = 0; i < p.length; i++) {
    const slope = round(g[i] * scale);
    m[i] = round(m[i] * keepM) + round(slope * addM);
    v[i] = round(v[i] * keepV) + round(addV * round(slope * slope));
    const denominator = round(round(round(Math.sqrt(v[i])) / rootCorrection) + epsilon);
    p[i] = round(p[i] * decay) - round(round(rate * m[i]) / denominator);
  }
}

export function naiveSgdStep(
  [p, g, velocity]: readonly TypedArray[],
  { lr, momentum, dampening, weightDecay, nesterov, first, gradScale = 1 }: SgdStepOptions,
  round: Rounding = asIs,
): void {
  const [rate, keep, take, decay, scale] = [lr, momentum, 1 - dampening, weightDecay, gradScale].map(round);
  for (let i = 0; i < p.length; i++) {
    let slope = round(g[i] * scale);
    if (weightDecay !== 0) slope = round(slope + round(p[i] * decay));
    if (velocity !== undefined) {
      velocity[i] = first ? slope : round(velocity[i] * keep) + round(slope * take);
      slope = nesterov ? round(slope + round(velocity[i] * keep)) : velocity[i];
    }
    p[i] -= round(slope * rate);
  }
}
