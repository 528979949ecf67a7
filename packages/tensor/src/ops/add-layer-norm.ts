import { ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireLike, requireTensors } from './argument-checks.ts';
import { type LayerNormOptions, layerNormOperands } from './layer-norm.ts';
import {
  type LayerNormBackwardInputs,
  type LayerNormBackwardOutputs,
  type LayerNormParams,
  normalizeRows,
  normalizeRowsBackward,
  statisticsShape,
} from './layer-norm-rows.ts';

type AddLayerNormInputs =
  | readonly [x: Tensor, branch: Tensor]
  | readonly [x: Tensor, branch: Tensor, weight: Tensor, bias: Tensor];
type AddLayerNormBackwardInputs = readonly [dS: Tensor, ...LayerNormBackwardInputs];

export const addLayerNormPrimitive = definePrimitive(
  'addLayerNorm',
  (inputs: AddLayerNormInputs, { eps }: LayerNormParams): [sum: Tensor, normed: Tensor, mean: Tensor, rstd: Tensor] => {
    const [x, branch, ...learned] = inputs;
    return normalizeRows(x, branch, learned, eps);
  },
);

export const addLayerNormBackwardPrimitive = definePrimitive(
  'addLayerNormBackward',
  ([dS, ...inputs]: AddLayerNormBackwardInputs, _params: null): LayerNormBackwardOutputs =>
    normalizeRowsBackward(inputs, dS),
);

/**
 * A step of a residual stream: s = x + branch, and y = layerNorm(s), in one pass over memory.
 *
 * In a transformer the sum goes on as the stream and its norm feeds the next branch. The bits are those of `add` followed by
 * `layerNorm`; backward adds the gradient that comes back along the stream as it computes that of the norm.
 *
 * @shape x [..., F], branch [..., F], weight [F], bias [F] → [..., F], [..., F]
 * @throws {ShapeError} when x and branch differ in shape, weight or bias is not [F], or only one of them is given
 * @example
 * const [sum, normed] = addLayerNorm(tensor([1, 2]), tensor([0, 3]), { eps: 0 });
 * sum.toArray() // => [1, 5]
 * normed.toArray() // => [-1, 1]
 */
export function addLayerNorm<S extends Shape>(
  x: Tensor<S>,
  branch: Tensor<S>,
  { weight = null, bias = null, eps = 1e-5 }: LayerNormOptions = {},
): [sum: Tensor<S>, normed: Tensor<S>] {
  requireTensors('addLayerNorm', [x, branch]);
  if (!sameShape(x.shape, branch.shape)) {
    const problem = 'the stream and what is added to it differ in shape';
    throw new ShapeError({ op: 'addLayerNorm', problem, shapes: [x.shape, branch.shape] });
  }
  const terms: readonly [Tensor, Tensor] = [x as Tensor, branch as Tensor];
  const [operands, learned] = layerNormOperands('addLayerNorm', terms, weight, bias);
  const [sum, normed, mean, rstd] = apply(addLayerNormPrimitive, [...operands, ...learned], { eps });
  mean.dispose();
  rstd.dispose();
  return [sum as Tensor<S>, normed as Tensor<S>];
}

/**
 * Gradient of `addLayerNorm`, the same for both terms of the sum: dS + the gradient of the norm; and, where there is a weight, dWeight
 * and dBias. Without dS it is `layerNormBackward`.
 *
 * @shape dS [..., F], dY [..., F], s [..., F], mean [..., 1], rstd [..., 1], weight [F] → [..., F], [F], [F]
 */
export function addLayerNormBackward(...inputs: AddLayerNormBackwardInputs): LayerNormBackwardOutputs {
  const [, , { shape }] = inputs;
  const shapes = [shape, shape, shape, statisticsShape(shape), statisticsShape(shape), shape.slice(-1)];
  requireLike('addLayerNormBackward', inputs, shapes.slice(0, inputs.length));
  return apply(addLayerNormBackwardPrimitive, inputs, null);
}
