import { type DType, floatType, promoteTypes } from '../dtype.ts';
import { forRanges, rowGrain } from '../engine/threads/parallel.ts';
import { ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireLike, requireTensors } from './argument-checks.ts';
import { add, mul, sub } from './binary.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { mean, sum, variance } from './reduce.ts';
import { disposeCopies } from './rows.ts';
import { rsqrt } from './unary.ts';

export interface LayerNormParams {
  readonly eps: number;
}

/** Without or with a learned scale and shift, both [F]. */
type LayerNormInputs = readonly [x: Tensor] | readonly [x: Tensor, weight: Tensor, bias: Tensor];
/** The result, and per row the mean and 1/√(variance + eps), both [..., 1], for the gradient. */
type LayerNormOutputs = [y: Tensor, mean: Tensor, rstd: Tensor];
type LayerNormBackwardInputs =
  | readonly [dY: Tensor, x: Tensor, mean: Tensor, rstd: Tensor]
  | readonly [dY: Tensor, x: Tensor, mean: Tensor, rstd: Tensor, weight: Tensor];
type LayerNormBackwardOutputs = [dX: Tensor] | [dX: Tensor, dWeight: Tensor, dBias: Tensor];

function rowsOf(x: Tensor): { rows: number; n: number; statistics: number[] } {
  const n = x.shape[x.rank - 1];
  return { rows: n === 0 ? 0 : x.size / n, n, statistics: [...x.shape.slice(0, -1), 1] };
}

export const layerNormPrimitive = definePrimitive(
  'layerNorm',
  (inputs: LayerNormInputs, { eps }: LayerNormParams): LayerNormOutputs => {
    const [x, weight, bias] = inputs;
    if (x.dtype === 'float64') return composedLayerNorm(inputs, eps);
    const { rows, n, statistics } = rowsOf(x);
    const ready = inputs.map(rowMajor);
    const out = allocate(x.shape, x.dtype);
    const mu = allocate<Shape>(statistics, x.dtype);
    const rstd = allocate<Shape>(statistics, x.dtype);
    const [w, b] = weight === undefined || bias === undefined ? [0, 0] : [ready[1].address, ready[2].address];
    const [to, means, scales, from] = [out, mu, rstd, ready[0]].map((tensor) => tensor.address);
    forRanges('layerNorm_f32', rows, { grain: rowGrain(n) }, (row, count) => {
      const [cells, cell] = [4 * row * n, 4 * row];
      return [to + cells, means + cell, scales + cell, from + cells, w, b, count, n, eps];
    });
    disposeCopies(ready, inputs);
    return [out, mu, rstd];
  },
);

/** y = (x − μ)·rstd·w + b from plain operations. */
function composedLayerNorm([x, weight, bias]: LayerNormInputs, eps: number): LayerNormOutputs {
  const mu = mean(x, { axis: -1, keepDims: true }) as Tensor;
  const spread = variance(x, { axis: -1, keepDims: true }) as Tensor;
  const rstd = rsqrt(add(spread, eps));
  const normalized = mul(sub(x, mu), rstd);
  return [weight === undefined || bias === undefined ? normalized : add(mul(normalized, weight), bias), mu, rstd];
}

export const layerNormBackwardPrimitive = definePrimitive(
  'layerNormBackward',
  (inputs: LayerNormBackwardInputs, _params: null): LayerNormBackwardOutputs => {
    const [dY, x, , , weight] = inputs;
    if (x.dtype === 'float64') return composedLayerNormBackward(inputs);
    const { rows, n } = rowsOf(x);
    const ready = inputs.map(rowMajor);
    const [dy, from, means, scales, w = 0] = ready.map((input) => input.address);
    const dX = allocate(dY.shape, x.dtype);
    const to = dX.address;
    forRanges('layerNormBackward_f32', rows, { grain: rowGrain(n) }, (row, count) => {
      const [cells, cell] = [4 * row * n, 4 * row];
      return [to + cells, dy + cells, from + cells, w, means + cell, scales + cell, count, n];
    });
    const learned = weight === undefined ? [] : [allocate([n], x.dtype), allocate([n], x.dtype)];
    if (learned.length > 0) {
      const [dWeight, dBias] = learned.map((tensor) => tensor.address);
      forRanges('layerNormWeightBackward_f32', n, { grain: rowGrain(rows), multiple: 16 }, (column, count) => {
        const cell = 4 * column;
        return [dWeight + cell, dBias + cell, dy + cell, from + cell, means, scales, rows, n, count];
      });
    }
    disposeCopies(ready, inputs);
    return learned.length === 0 ? [dX] : [dX, learned[0], learned[1]];
  },
);

/** With x̂ = (x − μ)·rstd and g = dy·w: dx = rstd·(g − mean(g) − x̂·mean(g·x̂)), dw = Σ dy·x̂, db = Σ dy. */
function composedLayerNormBackward([dY, x, mu, rstd, weight]: LayerNormBackwardInputs): LayerNormBackwardOutputs {
  const normalized = mul(sub(x, mu), rstd);
  const g = weight === undefined ? dY : mul(dY, weight);
  const rowMean = (value: Tensor): Tensor => mean(value, { axis: -1, keepDims: true });
  const dX = mul(rstd, sub(sub(g, rowMean(g)), mul(normalized, rowMean(mul(g, normalized)))));
  if (weight === undefined) return [dX];
  const rows = x.shape.slice(0, -1).map((_, axis) => axis);
  return [dX, sum(mul(dY, normalized), { axis: rows }), sum(dY, { axis: rows })];
}

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
  const learned = [weight, bias].filter((operand) => operand !== null);
  requireTensors('layerNorm', [x, ...learned]);
  const refuse = (problem: string) =>
    new ShapeError({ op: 'layerNorm', problem, shapes: [x as Tensor, ...learned].map(({ shape }) => shape), axis: -1 });
  if (x.rank === 0) throw refuse('a scalar has no axis to normalise');
  if (learned.length === 1) throw refuse('weight and bias go together');
  const features = x.shape[x.rank - 1];
  for (const operand of learned) {
    if (operand.rank !== 1 || operand.shape[0] !== features) throw refuse(`weight and bias must be [${features}]`);
  }
  const dtype = [x, ...learned].reduce<DType>((type, operand) => promoteTypes(type, operand.dtype), floatType(x.dtype));
  const input = cast(x as Tensor, dtype);
  const inputs: LayerNormInputs =
    weight === null || bias === null ? [input] : [input, cast(weight, dtype), cast(bias, dtype)];
  const [y, mu, rstd] = apply(layerNormPrimitive, inputs, { eps });
  mu.dispose();
  rstd.dispose();
  return y as Tensor<S>;
}

/**
 * Gradient of `layerNorm` from the statistics it kept: dX and, where there is a weight, dWeight and dBias.
 *
 * @shape dY [..., F], x [..., F], mean [..., 1], rstd [..., 1], weight [F] → [..., F], [F], [F]
 */
export function layerNormBackward(...inputs: LayerNormBackwardInputs): LayerNormBackwardOutputs {
  const [, x] = inputs;
  const { statistics } = rowsOf(x);
  const shapes = [x.shape, x.shape, statistics, statistics, x.shape.slice(-1)];
  requireLike('layerNormBackward', inputs, shapes.slice(0, inputs.length));
  return apply(layerNormBackwardPrimitive, inputs, null);
}
