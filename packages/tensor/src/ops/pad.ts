import { promoteScalar } from '../dtype.ts';
import { DTypeError, describeValue, ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { checkNumbers, requireList, requireTensor } from './argument-checks.ts';
import { assign } from './assign.ts';

export interface PadParams {
  /** For every axis how many elements go before it and after it. */
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly value: number;
}

export const padPrimitive = definePrimitive('pad', ([x]: [Tensor], { padding, value }: PadParams): [Tensor] => {
  const shape = x.shape.map((n, axis) => padding[axis][0] + n + padding[axis][1]);
  const out = allocate<Shape>(shape, x.dtype);
  heapView(out).fill(x.dtype === 'bool' ? Number(value !== 0) : value);
  const inside = padding.reduce((offset, [before], axis) => offset + before * out.strides[axis], 0);
  assign(out, out.strides, inside, x);
  return [out];
});

/** The shape after padding: known rank, unknown sizes. */
export type Padded<S extends Shape> = number extends S['length'] ? Shape : { -readonly [K in keyof S]: number };

/**
 * `x` with a border of one value.
 *
 * @shape x [2, 3], padding [[1, 0], [2, 2]] → [3, 7]
 * @param padding for every axis [before, after]
 * @param value what the border holds, 0 unless given
 * @throws {DTypeError} when `value` is none of the numbers of x's type
 * @throws {ShapeError} when there is not one pair per axis, or a width is not a whole number ≥ 0
 * @example
 * pad(tensor([1, 2]), [[1, 2]], 9).toArray() // => [9, 1, 2, 9, 9]
 */
export function pad<S extends Shape>(x: Tensor<S>, padding: PadParams['padding'], value?: number): Tensor<Padded<S>>;
export function pad(x: Tensor, padding: PadParams['padding'], value = 0): Tensor {
  requireTensor('pad', x);
  requireList('pad', 'padding', padding);
  checkNumbers('pad', { value });
  if (x.dtype !== 'bool' && promoteScalar(x.dtype, value) !== x.dtype)
    throw new DTypeError(
      `pad: ${describeValue(value)} is no ${x.dtype}; did you mean x.astype('${promoteScalar(x.dtype, value)}')?`,
    );
  if (padding.length !== x.rank) {
    throw new ShapeError({ op: 'pad', problem: `${padding.length} pairs for rank ${x.rank}`, shapes: [x.shape] });
  }
  padding.forEach((pair, axis) => {
    requireList('pad', `padding of axis ${axis}`, pair);
    const [before, after] = pair;
    for (const width of [before, after]) {
      if (!Number.isInteger(width) || width < 0) {
        throw new ShapeError({
          op: 'pad',
          problem: `width ${width} on axis ${axis} is not a whole number ≥ 0`,
          shapes: [x.shape],
          axis,
        });
      }
    }
  });
  return apply(padPrimitive, [x], { padding, value })[0];
}
