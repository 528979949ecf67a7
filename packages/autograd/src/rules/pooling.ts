import { apply, gather, reshape, type Shape, type Tensor } from '@ml/tensor';
import { layerPrimitives } from '@ml/tensor/layers';
import { type Rules, rule } from '../rule.ts';

export const poolingRules = {
  /** y = x at the largest element of each window: dx is dy there, 0 elsewhere. @shape [..., spatial] → y, index [..., spatial′] */
  maxPool: rule(
    'output',
    ({ outputs: [, index], params: { spatial } }, dY) => [
      dY === null ? null : apply(layerPrimitives.maxPoolBackward, [dY, index], { spatial })[0],
    ],
    { outputs: [false, true] },
  ),

  /** dx[index] += dy, so ddy = c[index]. */
  maxPoolBackward: rule(
    'inputs',
    ({ inputs: [, index], params: { spatial }, shapes: [shape] }, c) => {
      const leading = shape.slice(0, shape.length - spatial.length);
      const taken = gather(planes(c, leading), leading.length, planes(index, leading));
      return [reshape(taken, shape), null];
    },
    { inputs: () => [false, true] },
  ),

  /** y = averages of windows: each element of a window gets dy over the divisor. */
  avgPool: rule('none', ({ params }, dY) => [apply(layerPrimitives.avgPoolBackward, [dY], params)[0]]),

  /** The adjoint of the average, so ddy is the average of c. */
  avgPoolBackward: rule('none', ({ params }, c) => [apply(layerPrimitives.avgPool, [c], params)[0]]),
} satisfies Rules<'maxPool' | 'maxPoolBackward' | 'avgPool' | 'avgPoolBackward'>;

/** Everything behind the leading axes as one. */
function planes(x: Tensor, leading: Shape): Tensor {
  const count = leading.reduce((product, n) => product * n, 1);
  return reshape(x, [...leading, count === 0 ? 0 : x.size / count]);
}
