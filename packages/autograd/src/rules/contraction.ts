import { affine, gelu, matmul, mul, reshape, type Shape, sum, type Tensor, transpose } from '@ml/tensor';
import { localVjp } from '../local-vjp.ts';
import { crosswise, type Rules, rule } from '../rule.ts';
import { sumTo } from '../sum-to.ts';

export const contractionRules = {
  /** y = a·b, da = dy·bᵀ, db = aᵀ·dy, each summed over stretched batch axes. @shape [..., M, K], [..., K, N] → [..., M, N] */
  matmul: rule(
    'inputs',
    ({ inputs: [a, b], shapes, needs }, dY) => [
      needs[0] ? sumTo(matmul(dY, transpose(b)), shapes[0]) : null,
      needs[1] ? rightFactor(a, dY, shapes) : null,
    ],
    crosswise,
  ),

  /** y = x·Wᵀ + b, dx = dy·W, dW = dyᵀ·x, db = Σ dy over the rows. @shape x [..., I], weight [O, I], bias [O] → [..., O] */
  affine: rule('inputs', ({ inputs, shapes, needs }, dY) => affineBackward(dY, inputs, shapes, needs), {
    inputs: ([x, weight]) => [weight, x, false],
  }),

  /**
   * y = gelu(x·Wᵀ + b): affine's rule on dy ⊙ gelu′, which the forward pass has left. What will be differentiated again
   * is the plain composition. @shape x [..., I], weight [O, I], bias [O] → [..., O], [..., O]
   */
  affineGelu: rule(
    'both',
    ({ inputs, outputs: [, slope], params, shapes, needs, record }, dY) => {
      if (dY === null) return needs.map(() => null) as AffineCotangents;
      if (!record) return affineBackward(mul(dY, slope), inputs, shapes, needs);
      const composed = ([x, weight, bias]: readonly Tensor[]) => [gelu(affine(x, weight, bias), params)];
      return localVjp('affineGelu', (...xs) => composed(xs), inputs, needs, [dY], true) as AffineCotangents;
    },
    { outputs: [false, true] },
  ),
} satisfies Rules<'matmul' | 'affine' | 'affineGelu'>;

type AffineCotangents = [Tensor | null, Tensor | null] | [Tensor | null, Tensor | null, Tensor | null];

function affineBackward(
  dY: Tensor,
  [x, weight]: readonly Tensor[],
  shapes: readonly Shape[],
  needs: readonly boolean[],
): AffineCotangents {
  const dX = needs[0] ? matmul(rows(dY), weight) : null;
  return [
    dX === null ? null : reshape(dX, shapes[0]),
    needs[1] ? matmul(transpose(rows(dY)), rows(x)) : null,
    ...(needs.length === 3 ? [needs[2] ? (sum(rows(dY), { axis: 0 }) as Tensor) : null] : []),
  ] as AffineCotangents;
}

/** All axes but the last as one. */
function rows(x: Tensor): Tensor {
  const last = x.rank - 1;
  const count = x.shape.slice(0, last).reduce((product, n) => product * n, 1);
  return x.rank === 2 ? x : reshape(x, [count, x.shape[last]]);
}

/** db = aᵀ·dy. A matrix b that serves a whole batch gets its sum over the batch from one product over all rows. */
function rightFactor(a: Tensor, dY: Tensor, [aShape, bShape]: readonly Shape[]): Tensor {
  const batched = aShape.length > 2 && bShape.length === 2;
  return batched ? matmul(transpose(rows(a)), rows(dY)) : sumTo(matmul(transpose(a), dY), bShape);
}
