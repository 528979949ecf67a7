import type { AxisError, AxisIndex, Replace } from './axis.ts';
import type { AnySizes, IsOpen, Shape, Size } from './shape.ts';

/**
 * S with N places along one axis.
 *
 * @example
 * Resize<[2, 3], -1, 5> // [2, 5]
 * Resize<[2, 3], 2, 5, 'topk'> // 'topk: axis 2 is out of range for rank 2'
 */
export type Resize<S extends Shape, Axis extends number, N extends number = number, Op extends string = 'resize'> =
  IsOpen<S> extends true
    ? Shape
    : number extends Size<Axis>
      ? AnySizes<S>
      : [AxisIndex<S, Axis>] extends [never]
        ? AxisError<S, Axis, Op>
        : Replace<S, AxisIndex<S, Axis>, N>;

/** How many ids there are in a tuple, an array or a tensor of them. */
export type CountOf<Ids> = Ids extends { readonly shape: infer S }
  ? S extends readonly [infer N extends number]
    ? N
    : number
  : Ids extends readonly number[]
    ? Ids['length']
    : number;
