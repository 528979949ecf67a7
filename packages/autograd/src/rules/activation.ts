import { add, apply, erf, exp, geluBackward, mul, primitives, square, sub, type Tensor, tanh } from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';
import { secondOrder } from './second-order.ts';

export const activationRules = {
  /** y = x·Φ(x) or its tanh approximation, dx = dy·y′(x) in one kernel. @shape [...] → [...] */
  gelu: rule('inputs', ({ inputs: [x], params: { approximate } }, dY) => [geluBackward(dY, x, approximate)]),

  /** dx = dy·y′(x), with y′ written out, and differentiated. @shape [...], [...] → [...] */
  geluBackward: secondOrder('geluBackward', ([dY, x], { approximate }) => [
    mul(dY, approximate === 'tanh' ? tanhSlope(x) : exactSlope(x)),
  ]),

  /** y = x/(1 − p) where the mask of the key keeps it, 0 elsewhere; dx is dy through the same mask. @shape [...] → [...] */
  dropout: rule('none', ({ params }, dY) => [apply(primitives.dropout, [dY], params)[0]]),
} satisfies Rules<'gelu' | 'geluBackward' | 'dropout'>;

/** d/dx x·Φ(x) = Φ(x) + x·φ(x). */
function exactSlope(x: Tensor): Tensor {
  const cdf = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(cdf, mul(x, density));
}

/** With t = tanh u and u = √(2/π)·(x + 0.044715·x³): ½(1 + t) + ½·x·(1 − t²)·u′. */
function tanhSlope(x: Tensor): Tensor {
  const root = Math.sqrt(2 / Math.PI);
  const x2 = square(x);
  const t = tanh(mul(mul(x, add(mul(x2, 0.044715), 1)), root));
  const slope = mul(add(mul(x2, 3 * 0.044715), 1), root);
  return add(mul(add(t, 1), 0.5), mul(mul(mul(x, 0.5), sub(1, square(t))), slope));
}
