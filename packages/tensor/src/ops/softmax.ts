// Softmax and its logarithm along one axis. Float32 runs in one fused pass per row; float64 is composed of plain operations.
import { floatType, isFloat } from '../dtype.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireLike } from './argument-checks.ts';
import { div, mul, sub } from './binary.ts';
import { cast } from './cast.ts';
import { max, sum } from './reduce.ts';
import { alongAxis } from './rows.ts';
import { exp, log } from './unary.ts';

export interface AxisParams {
  readonly axis: number;
}

/** x less the largest element of its row; NaN where that is infinite, as Inf − Inf is. */
function centered(x: Tensor, axis: number): Tensor {
  return x.size === 0 ? x : sub(x, max(x, { axis, keepDims: true }));
}

export const softmaxPrimitive = definePrimitive('softmax', ([x]: [Tensor], { axis }: AxisParams): [Tensor] => {
  if (x.dtype === 'float64') {
    const powers = exp(centered(x, axis));
    return [div(powers, sum(powers, { axis, keepDims: true }))];
  }
  return [alongAxis(axis, [x], 'softmax_f32')];
});

export const logSoftmaxPrimitive = definePrimitive('logSoftmax', ([x]: [Tensor], { axis }: AxisParams): [Tensor] => {
  if (x.dtype === 'float64') {
    const shifted = centered(x, axis);
    return [sub(shifted, log(sum(exp(shifted), { axis, keepDims: true })))];
  }
  return [alongAxis(axis, [x], 'logSoftmax_f32')];
});

/** dx = y ⊙ (dy − Σ dy ⊙ y), from the softmax y itself. */
export const softmaxBackwardPrimitive = definePrimitive(
  'softmaxBackward',
  ([y, dY]: [Tensor, Tensor], { axis }: AxisParams): [Tensor] => {
    if (y.dtype === 'float64') return [mul(y, sub(dY, sum(mul(dY, y), { axis, keepDims: true })))];
    return [alongAxis(axis, [y, dY], 'softmaxBackward_f32')];
  },
);

/** dx = dy − e^y · Σ dy, from the log-softmax y itself. */
export const logSoftmaxBackwardPrimitive = definePrimitive(
  'logSoftmaxBackward',
  ([y, dY]: [Tensor, Tensor], { axis }: AxisParams): [Tensor] => {
    if (y.dtype === 'float64') return [sub(dY, mul(exp(y), sum(dY, { axis, keepDims: true })))];
    return [alongAxis(axis, [y, dY], 'logSoftmaxBackward_f32')];
  },
);

/**
 * Softmax e^xᵢ / Σⱼ e^xⱼ along one axis, shifted by the largest element so that nothing overflows.
 *
 * @shape x [...] → [...]
 * @param axis default the last
 * @throws {ShapeError} when the axis is out of range
 * @special −Inf → 0; a row of only −Inf, or with Inf or NaN → NaN
 * @example
 * softmax(tensor([0, 0])).toArray() // => [0.5, 0.5]
 */
export function softmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  const along = normalizeAxis('softmax', axis, x.shape);
  return apply(softmaxPrimitive, [floating(x)], { axis: along })[0] as Tensor<S>;
}

/**
 * Logarithm of the softmax, xᵢ − ln Σⱼ e^xⱼ along one axis; exact where the softmax itself would round to 0.
 *
 * @shape x [...] → [...]
 * @param axis default the last
 * @throws {ShapeError} when the axis is out of range
 * @example
 * logSoftmax(tensor([1000, 0])).toArray() // => [0, -1000]
 */
export function logSoftmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  const along = normalizeAxis('logSoftmax', axis, x.shape);
  return apply(logSoftmaxPrimitive, [floating(x)], { axis: along })[0] as Tensor<S>;
}

/**
 * Gradient of `softmax` from its result: dx = y ⊙ (dy − Σ dy ⊙ y).
 *
 * @shape y [...], dY [...] → [...]
 */
export function softmaxBackward(y: Tensor, dY: Tensor, axis: number): Tensor {
  requireLike('softmaxBackward', [y, dY], [y.shape, y.shape]);
  return apply(softmaxBackwardPrimitive, [y, dY], { axis: normalizeAxis('softmaxBackward', axis, y.shape) })[0];
}

/**
 * Gradient of `logSoftmax` from its result: dx = dy − e^y · Σ dy.
 *
 * @shape y [...], dY [...] → [...]
 */
export function logSoftmaxBackward(y: Tensor, dY: Tensor, axis: number): Tensor {
  requireLike('logSoftmaxBackward', [y, dY], [y.shape, y.shape]);
  return apply(logSoftmaxBackwardPrimitive, [y, dY], { axis: normalizeAxis('logSoftmaxBackward', axis, y.shape) })[0];
}

function floating(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : cast(x, floatType(x.dtype));
}
