import type { Axes, AxisError, AxisIndex, SplitAt } from './axis.ts';
import type { AnySizes, IsOpen, Shape, Size } from './shape.ts';

/**
 * The shape left by a reduction over Axis (all axes when undefined); KeepDims leaves reduced axes with size 1.
 *
 * @example
 * Reduce<[2, 3, 4], -1> // [2, 3]
 * Reduce<[2, 3, 4], [0, 2], true> // [1, 3, 1]
 * Reduce<[2, 3], 3, false, 'sum'> // 'sum: axis 3 is out of range for rank 2'
 */
export type Reduce<
  S extends Shape,
  Axis extends Axes = undefined,
  KeepDims extends boolean = false,
  Op extends string = 'reduce',
> = boolean extends KeepDims
  ? Shape
  : [Axis] extends [undefined]
    ? KeepDims extends true
      ? IsOpen<S> extends true
        ? Shape
        : Ones<S>
      : []
    : IsOpen<S> extends true
      ? Shape
      : [Axis] extends [number]
        ? ReduceAxis<S, Axis, KeepDims, Op>
        : [Axis] extends [readonly number[]]
          ? Collect<MarkAxes<S, Axis, Op>, KeepDims>
          : Shape;

type Ones<S extends Shape> = { -readonly [K in keyof S]: 1 };

type ReduceAxis<S extends Shape, Axis extends number, KeepDims extends boolean, Op extends string> =
  number extends Size<Axis>
    ? S extends readonly [number, ...infer Rest]
      ? AnySizes<KeepDims extends true ? S : Rest>
      : Shape
    : SplitAt<S, AxisIndex<S, Axis>> extends [infer Front extends Shape, [number, ...infer Back extends Shape]]
      ? KeepDims extends true
        ? [...Front, 1, ...Back]
        : [...Front, ...Back]
      : AxisError<S, Axis, Op>;

/** S with null in place of every axis in List; `'open'` when an axis is known at run time only; or an error. */
type MarkAxes<
  S extends readonly unknown[],
  List extends readonly number[],
  Op extends string,
> = number extends List['length']
  ? null
  : List extends readonly [infer Axis extends number, ...infer More extends readonly number[]]
    ? number extends Size<Axis>
      ? null
      : SplitAt<S, AxisIndex<S, Axis>> extends [infer Front extends unknown[], [infer D, ...infer Back]]
        ? D extends null
          ? `${Op}: axis ${Axis} is given twice`
          : MarkAxes<[...Front, null, ...Back], More, Op>
        : AxisError<S, Axis, Op>
    : S;

type Collect<Marked, KeepDims extends boolean, Acc extends Shape = []> = Marked extends string
  ? Marked
  : Marked extends null
    ? Shape
    : Marked extends readonly [infer D, ...infer Rest]
      ? Collect<Rest, KeepDims, D extends number ? [...Acc, D] : KeepDims extends true ? [...Acc, 1] : Acc>
      : Acc;
