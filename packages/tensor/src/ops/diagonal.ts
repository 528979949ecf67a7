import { ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { type Tensor, viewOf } from '../tensor.ts';
import { requireTensor, requireWhole } from './argument-checks.ts';

export interface DiagonalParams {
  readonly offset: number;
  readonly axis1: number;
  readonly axis2: number;
}

export const diagonalPrimitive = definePrimitive(
  'diagonal',
  ([x]: [Tensor], { offset, axis1, axis2 }: DiagonalParams): [Tensor] => {
    // A positive offset starts that many columns to the right, a negative one that many rows down.
    const [down, right] = offset < 0 ? [-offset, 0] : [0, offset];
    const size = Math.max(0, Math.min(x.shape[axis1] - down, x.shape[axis2] - right));
    const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== axis1 && axis !== axis2);
    const shape = [...others.map((axis) => x.shape[axis]), size];
    const strides = [...others.map((axis) => x.strides[axis]), x.strides[axis1] + x.strides[axis2]];
    const start = size === 0 ? 0 : down * x.strides[axis1] + right * x.strides[axis2];
    return [viewOf<Shape>(x, shape, strides, x.offset + start)];
  },
);

export interface DiagonalOptions {
  /** 0 the main diagonal, 1 the one above it, −1 the one below. */
  readonly offset?: number;
  /** The axis of the rows, −2 unless given. */
  readonly axis1?: number;
  /** The axis of the columns, −1 unless given. */
  readonly axis2?: number;
}

/**
 * A diagonal of a matrix, or of each in a batch: x[..., i, i + offset]. A view; the diagonal is the last axis of the
 * result, the other axes keep their order.
 *
 * @shape x [..., m, n] → [..., min(m, n)] for the main diagonal
 * @throws {ShapeError} when there is no such axis, or both are the same
 * @special a diagonal beyond the corner is empty
 * @example
 * diagonal(tensor([[1, 2], [3, 4]])).toArray() // => [1, 4]
 */
export function diagonal(x: Tensor, { offset = 0, axis1 = -2, axis2 = -1 }: DiagonalOptions = {}): Tensor {
  requireTensor('diagonal', x);
  requireWhole('diagonal', 'offset', offset, x);
  const rows = normalizeAxis('diagonal', axis1, x.shape);
  const cols = normalizeAxis('diagonal', axis2, x.shape);
  if (rows === cols)
    throw new ShapeError({ op: 'diagonal', problem: `axis ${rows} appears twice`, shapes: [x.shape], axis: rows });
  return apply(diagonalPrimitive, [x], { offset, axis1: rows, axis2: cols })[0];
}
