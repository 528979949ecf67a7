import type { AxisError, AxisIndex } from './axis.ts';
import type { AnySizes, IsOpen, Shape, Size } from './shape.ts';

/** S with all axes reversed, NumPy's `.T`. */
export type T<S extends Shape> = IsOpen<S> extends true ? Shape : Reverse<S>;

type Reverse<S extends Shape, Acc extends Shape = []> = S extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? Reverse<Rest, [D, ...Acc]>
  : Acc;

/**
 * S with axes I and J exchanged; by default the last two, the transpose of a matrix or of a batch of matrices.
 *
 * @example
 * SwapAxes<[2, 3, 4]> // [2, 4, 3]
 * SwapAxes<[2, 3], 0, 2> // 'swapAxes: axis 2 is out of range for rank 2'
 */
export type SwapAxes<S extends Shape, I extends number = -2, J extends number = -1, Op extends string = 'swapAxes'> =
  IsOpen<S> extends true
    ? Shape
    : number extends Size<I> | Size<J>
      ? AnySizes<S>
      : [AxisIndex<S, I>] extends [never]
        ? AxisError<S, I, Op>
        : [AxisIndex<S, J>] extends [never]
          ? AxisError<S, J, Op>
          : Exchange<S, AxisIndex<S, I>, AxisIndex<S, J>>;

type Exchange<S extends Shape, I extends number, J extends number> = {
  -readonly [K in keyof S]: K extends `${I}` ? S[J] : K extends `${J}` ? S[I] : S[K];
};

/**
 * S with its axes in the order Order, which names each axis once.
 *
 * @example
 * Permute<[2, 3, 4], [2, 0, 1]> // [4, 2, 3]
 * Permute<[2, 3], [0, 0]> // 'permute: axis 0 is given twice'
 */
export type Permute<S extends Shape, Order extends readonly number[], Op extends string = 'permute'> =
  IsOpen<S> extends true
    ? Shape
    : number extends Order['length']
      ? AnySizes<S>
      : Order['length'] extends S['length']
        ? PermuteNext<S, Order, Op>
        : `${Op}: ${Order['length']} axes are given for rank ${S['length']}`;

type PermuteNext<
  S extends Shape,
  Order extends readonly number[],
  Op extends string,
  Seen = never,
  Acc extends Shape = [],
> = Order extends readonly [infer Axis extends number, ...infer More extends readonly number[]]
  ? number extends Size<Axis>
    ? PermuteNext<S, More, Op, Seen, [...Acc, number]>
    : [AxisIndex<S, Axis>] extends [never]
      ? AxisError<S, Axis, Op>
      : AxisIndex<S, Axis> extends Seen
        ? `${Op}: axis ${Axis} is given twice`
        : PermuteNext<S, More, Op, Seen | AxisIndex<S, Axis>, [...Acc, S[AxisIndex<S, Axis>]]>
  : Acc;
