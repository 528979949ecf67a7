import type { Divide, Multiply } from './digits.ts';
import type { Print, Shape, Size } from './shape.ts';

/**
 * The shape To, which must hold as many elements as S; at most one −1 in it is inferred.
 *
 * Sizes on both sides are crossed out first, so that [12, 64, 768] → [12, 64, 12, 64] multiplies 12 by 64 and no more.
 *
 * @example
 * Reshape<[12, 64, 768], [-1, 768]> // [768, 768]
 * Reshape<[3, 4], [5, 3]> // 'reshape: 12 elements do not fit [5, 3]'
 */
export type Reshape<S extends Shape, To extends Shape, Op extends string = 'reshape'> = number extends To['length']
  ? Shape
  : WithoutOne<To, Op> extends infer Sizes
    ? Sizes extends string
      ? Sizes
      : Sizes extends Shape
        ? AllKnown<S> extends true
          ? AllKnown<Sizes> extends true
            ? Fit<S, To, Sizes, Op>
            : Fill<To, number>
          : Fill<To, number>
        : never
    : never;

/** The number of elements in S. */
export type ElementCount<S extends Shape, Acc extends number = 1> = S extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? Size<D> extends infer N extends number
    ? number extends N
      ? number
      : ElementCount<Rest, Multiply<Acc, N>>
    : never
  : S extends readonly []
    ? Acc
    : number;

/** The shape of all elements in one axis. */
export type Flatten<S extends Shape> = [ElementCount<S>];

/** The sizes in To other than the −1; an error where there are two, or another negative size. */
type WithoutOne<
  To extends Shape,
  Op extends string,
  Seen extends boolean = false,
  Acc extends Shape = [],
> = To extends readonly [infer D extends number, ...infer Rest extends Shape]
  ? number extends D
    ? WithoutOne<Rest, Op, Seen, [...Acc, D]>
    : [D] extends [-1]
      ? Seen extends true
        ? `${Op}: only one axis can be -1`
        : WithoutOne<Rest, Op, true, Acc>
      : `${D}` extends `-${string}`
        ? `${Op}: ${D} is not a size`
        : WithoutOne<Rest, Op, Seen, [...Acc, D]>
  : Acc;

type AllKnown<S extends Shape> = S extends readonly [infer D extends number, ...infer Rest extends Shape]
  ? number extends Size<D>
    ? false
    : AllKnown<Rest>
  : S extends readonly []
    ? true
    : false;

type Fill<To extends Shape, N extends number> = {
  -readonly [K in keyof To]: To[K] extends -1 ? N : Size<To[K]>;
};

type FitError<
  S extends Shape,
  To extends Shape,
  Op extends string,
> = `${Op}: ${ElementCount<S>} elements do not fit ${Print<To>}`;

/** S and To of literal sizes; Sizes is To without its −1. Zeros are settled first, they cannot be crossed out. */
type Fit<S extends Shape, To extends Shape, Sizes extends Shape, Op extends string> = 0 extends S[number]
  ? 0 extends Sizes[number]
    ? -1 extends To[number]
      ? `${Op}: the axis -1 in ${Print<To>} could be anything, for there are no elements`
      : [...To]
    : -1 extends To[number]
      ? Fill<To, 0>
      : FitError<S, To, Op>
  : 0 extends Sizes[number]
    ? FitError<S, To, Op>
    : CrossOut<S, Sizes> extends [infer Left extends Shape, infer Right extends Shape]
      ? Compare<S, To, ElementCount<Left>, ElementCount<Right>, Op>
      : never;

type Compare<S extends Shape, To extends Shape, L extends number, R extends number, Op extends string> = number extends
  | L
  | R
  ? Fill<To, number>
  : -1 extends To[number]
    ? [Divide<L, R>] extends [never]
      ? FitError<S, To, Op>
      : Fill<To, Divide<L, R>>
    : L extends R
      ? [...To]
      : FitError<S, To, Op>;

/** [S, To] less the sizes they share and the ones. */
type CrossOut<S extends Shape, To extends Shape, Right extends Shape = []> = To extends readonly [
  infer D extends number,
  ...infer Rest extends Shape,
]
  ? D extends 1
    ? CrossOut<S, Rest, Right>
    : D extends S[number]
      ? CrossOut<Without<S, D>, Rest, Right>
      : CrossOut<S, Rest, [...Right, D]>
  : [S, Right];

type Without<S extends Shape, D extends number, Acc extends Shape = []> = S extends readonly [
  infer First extends number,
  ...infer Rest extends Shape,
]
  ? First extends D
    ? [...Acc, ...Rest]
    : Without<Rest, D, [...Acc, First]>
  : Acc;
