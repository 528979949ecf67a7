import { type DType, floatType, promoteTypes } from '../dtype.ts';
import { ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireLike, requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import {
  type LayerNormBackwardInputs,
  type LayerNormBackwardOutputs,
  type LayerNormParams,
  type Learned,
  normalizeRows,
  normalizeRowsBackward,
  statisticsShape,
} from './layer-norm-rows.ts';

type LayerNormInputs = readonly [x: Tensor] | readonly [x: Tensor, weight: Tensor, bias: Tensor];

export const layerNormPrimitive = definePrimitive(
  'layerNorm',
  (inputs: LayerNormInputs, { eps }: LayerNormParams): [y: Tensor, mean: Tensor, rstd: Tensor] => {
    const [x, ...learned] = inputs;
    const [, y, mean, rstd] = normalizeRows(x, null, learned, eps);
    return [y, mean, rstd];
  },
);

export const layerNormBackwardPrimitive = definePrimitive(
  'layerNormBackward',
  (inputs: LayerNormBackwardInputs, _params: null): LayerNormBackwardOutputs => normalizeRowsBackward(inputs, null),
);

export interface LayerNormOptions {
  /** Learned scale [F]; goes with `bias`. */
  readonly weight?: Tensor | null;
  /** Learned shift [F]; goes with `weight`. */
  readonly bias?: Tensor | null;
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
}

/**
 * Layer normalisation over the last axis: y = (x − μ)/√(σ² + eps) · weight + bias, σ² the population variance.
 *
 * @shape x [..., F], weight [F], bias [F] → [..., F]
 * @throws {ShapeError} when weight or bias is not [F], or only one of them is given
 * @reference Ba, Kiros & Hinton, Layer Normalization, arXiv:1607.06450; agrees with torch.nn.functional.layer_norm
 * @example
 * layerNorm(tensor([1, 3]), { eps: 0 }).toArray() // => [-1, 1]
 */
export function layerNorm<S extends Shape>(
  x: Tensor<S>,
  { weight = null, bias = null, eps = 1e-5 }: LayerNormOptions = {},
): Tensor<S> {
  const [[input], learned] = layerNormOperands('layerNorm', [x], weight, bias);
  const [y, mean, rstd] = apply(layerNormPrimitive, [input, ...learned], { eps });
  mean.dispose();
  rstd.dispose();
  return y as Tensor<S>;
}

/** What is normalised, and the scale and shift learned for it, in one float type. */
export function layerNormOperands<T extends readonly Tensor[]>(
  op: string,
  terms: T,
  weight: Tensor | null,
  bias: Tensor | null,
): [terms: T, learned: Learned] {
  const learned = [weight, bias].filter((operand) => operand !== null);
  const operands = [...terms, ...learned];
  requireTensors(op, operands);
  const [x] = terms;
  const refuse = (problem: string) =>
    new ShapeError({ op, problem, shapes: operands.map(({ shape }) => shape), axis: -1 });
  if (x.rank === 0) throw refuse('a scalar has no axis to normalise');
  if (learned.length === 1) throw refuse('weight and bias go together');
  const features = x.shape[x.rank - 1];
  for (const operand of learned) {
    if (operand.rank !== 1 || operand.shape[0] !== features) throw refuse(`weight and bias must be [${features}]`);
  }
  const dtype = operands.reduce<DType>((type, operand) => promoteTypes(type, operand.dtype), floatType(x.dtype));
  const [ready, scaling] = [terms, learned].map((list) => list.map((operand) => cast(operand, dtype)));
  return [ready as readonly Tensor[] as T, scaling as readonly Tensor[] as Learned];
}

/**
 * Gradient of `layerNorm` from the statistics it kept: dX and, where there is a weight, dWeight and dBias.
 *
 * @shape dY [..., F], x [..., F], mean [..., 1], rstd [..., 1], weight [F] → [..., F], [F], [F]
 */
export function layerNormBackward(...inputs: LayerNormBackwardInputs): LayerNormBackwardOutputs {
  const [, { shape }] = inputs;
  const shapes = [shape, shape, statisticsShape(shape), statisticsShape(shape), shape.slice(-1)];
  requireLike('layerNormBackward', inputs, shapes.slice(0, inputs.length));
  return apply(layerNormBackwardPrimitive, inputs, null);
}
