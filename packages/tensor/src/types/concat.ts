import type { AxisError, AxisIndex, Insert } from './axis.ts';
import type { Add } from './digits.ts';
import type { Resize } from './resize.ts';
import type { Agree, AnySizes, IsOpen, Shape, Size } from './shape.ts';

/** The shapes of a list of things that have one. */
export type ShapesOf<List extends readonly { readonly shape: Shape }[]> = {
  -readonly [K in keyof List]: [...List[K]['shape']];
};

/**
 * The shape of tensors joined along an existing axis: sizes add up there and agree elsewhere.
 *
 * @example
 * Concat<[[2, 3], [4, 3]]> // [6, 3]
 * Concat<[[2, 3], [4, 5]]> // 'concat: axis 1 differs: 3 vs 5'
 */
export type Concat<
  Shapes extends readonly Shape[],
  Axis extends number = 0,
  Op extends string = 'concat',
> = number extends Shapes['length']
  ? Resize<Shapes[number], Axis, number, Op> // a list of unknown length: only the size along Axis is unknown
  : Shapes extends readonly [infer First extends Shape, ...infer Rest extends readonly Shape[]]
    ? IsOpen<First> extends true
      ? Shape
      : number extends Size<Axis>
        ? AnySizes<First>
        : [AxisIndex<First, Axis>] extends [never]
          ? AxisError<First, Axis, Op>
          : Join<First, Rest, AxisIndex<First, Axis>, Op>
    : `${Op}: there is nothing to join`;

/**
 * The shape of equal tensors joined along a new axis.
 *
 * @example
 * Stack<[[2, 3], [2, 3]], -1> // [2, 3, 2]
 */
export type Stack<
  Shapes extends readonly Shape[],
  Axis extends number = 0,
  Op extends string = 'stack',
> = number extends Shapes['length']
  ? StackAt<Shapes[number], number, Axis, Op>
  : Shapes extends readonly [infer First extends Shape, ...infer Rest extends readonly Shape[]]
    ? IsOpen<First> extends true
      ? Shape
      : Join<First, Rest, never, Op> extends infer Joined
        ? Joined extends Shape
          ? StackAt<Joined, Shapes['length'], Axis, Op>
          : Joined
        : never
    : `${Op}: there is nothing to join`;

type StackAt<S extends Shape, Count extends number, Axis extends number, Op extends string> =
  IsOpen<S> extends true
    ? Shape
    : number extends Size<Axis>
      ? AnySizes<[...S, Count]>
      : [AxisIndex<[...S, Count], Axis>] extends [never]
        ? `${Op}: axis ${Axis} is out of range for a result of rank ${[...S, Count]['length']}`
        : Insert<S, AxisIndex<[...S, Count], Axis>, Count>;

/** First joined with each of Rest; sizes add along Index and agree elsewhere. */
type Join<First extends Shape, Rest extends readonly Shape[], Index, Op extends string> = Rest extends readonly [
  infer Next extends Shape,
  ...infer More extends readonly Shape[],
]
  ? IsOpen<Next> extends true
    ? Shape
    : First['length'] extends Next['length']
      ? Zip<First, Next, Index, Op> extends infer Joined
        ? Joined extends Shape
          ? Join<Joined, More, Index, Op>
          : Joined
        : never
      : `${Op}: ranks differ: ${First['length']} vs ${Next['length']}`
  : First;

type Zip<A extends Shape, B extends Shape, Index, Op extends string, Acc extends Shape = []> = A extends readonly [
  infer DA extends number,
  ...infer RestA extends Shape,
]
  ? B extends readonly [infer DB extends number, ...infer RestB extends Shape]
    ? Acc['length'] extends Index
      ? Zip<RestA, RestB, Index, Op, [...Acc, Add<DA, DB>]>
      : [Agree<DA, DB>] extends [never]
        ? `${Op}: axis ${Acc['length']} differs: ${DA} vs ${DB}`
        : Zip<RestA, RestB, Index, Op, [...Acc, Agree<DA, DB>]>
    : never
  : Acc;
