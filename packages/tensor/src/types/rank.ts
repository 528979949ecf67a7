import type { Axes, AxisIndex, Insert } from './axis.ts';
import type { Reduce } from './reduce.ts';
import type { AnySizes, IsOpen, Shape, Size } from './shape.ts';

/**
 * S with a new axis of size 1 at Axis of the result.
 *
 * @example
 * ExpandDims<[2, 3], -1> // [2, 3, 1]
 * ExpandDims<[2, 3], 3> // 'expandDims: axis 3 is out of range for a result of rank 3'
 */
export type ExpandDims<S extends Shape, Axis extends number, Op extends string = 'expandDims'> =
  IsOpen<S> extends true
    ? Shape
    : number extends Size<Axis>
      ? AnySizes<[...S, 1]>
      : [AxisIndex<[...S, 1], Axis>] extends [never]
        ? `${Op}: axis ${Axis} is out of range for a result of rank ${[...S, 1]['length']}`
        : Insert<S, AxisIndex<[...S, 1], Axis>, 1>;

/**
 * S without its axes of size 1, or without those named, each of which must have size 1.
 *
 * Without Axis the rank of the result depends on every size, so one size known at run time only opens the shape.
 *
 * @example
 * Squeeze<[1, 3, 1]> // [3]
 * Squeeze<[1, 3], 1> // 'squeeze: axis 1 has size 3, not 1'
 */
export type Squeeze<S extends Shape, Axis extends Axes = undefined, Op extends string = 'squeeze'> =
  IsOpen<S> extends true
    ? Shape
    : [Axis] extends [undefined]
      ? SqueezeAll<S>
      : [Axis] extends [number]
        ? SqueezeNamed<S, [Axis], Axis, Op>
        : [Axis] extends [readonly number[]]
          ? SqueezeNamed<S, Axis, Axis, Op>
          : Shape;

type SqueezeAll<S extends Shape, Acc extends Shape = []> = S extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? number extends Size<D>
    ? Shape
    : SqueezeAll<Rest, D extends 1 ? Acc : [...Acc, D]>
  : Acc;

/** The sizes of the axes in List are checked here; ranges, repeats and the removal are a reduction's. */
type SqueezeNamed<
  S extends Shape,
  List extends readonly number[],
  Axis extends Axes,
  Op extends string,
> = List extends readonly [infer First extends number, ...infer More extends readonly number[]]
  ? number extends Size<First>
    ? SqueezeNamed<S, More, Axis, Op>
    : [AxisIndex<S, First>] extends [never]
      ? Reduce<S, Axis, false, Op>
      : 1 extends S[AxisIndex<S, First>]
        ? SqueezeNamed<S, More, Axis, Op>
        : `${Op}: axis ${First} has size ${S[AxisIndex<S, First>]}, not 1`
  : Reduce<S, Axis, false, Op>;
