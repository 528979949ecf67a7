import type { Shape } from './shape.ts';

type Scalar = number | boolean | bigint;

/** A number, or arrays of such to any depth; the innermost may be typed arrays. */
export type NestedNumbers = Scalar | ArrayLike<Scalar> | readonly NestedNumbers[];

/**
 * The shape of nested arrays, for a `const` type parameter: tuples give literal sizes, arrays give `number`.
 *
 * @example
 * NestedShape<[[1, 2], [3, 4], [5, 6]]> // [3, 2]
 * NestedShape<number[][]> // [number, number]
 * NestedShape<[[1, 2], [3]]> // 'tensor: rows differ in length along axis 1'
 */
export type NestedShape<Data, Op extends string = 'tensor', Acc extends Shape = []> = 0 extends 1 & Data
  ? Shape
  : [Data] extends [Scalar]
    ? Acc
    : [Data] extends [readonly unknown[]]
      ? Level<Data, Data['length'], Op, Acc>
      : [Data] extends [ArrayLike<Scalar>]
        ? [...Acc, number]
        : Extract<Data, readonly unknown[]>['length'] extends infer L
          ? number extends L
            ? Shape
            : `${Op}: numbers and rows are mixed along axis ${Acc['length']}`
          : never;

/** Data is the union of all rows at this depth and L the union of their lengths. */
type Level<Data extends readonly unknown[], L extends number, Op extends string, Acc extends Shape> = number extends L
  ? NestedShape<Data[number], Op, [...Acc, number]>
  : [L] extends [0]
    ? [...Acc, 0]
    : IsOne<L> extends true
      ? NestedShape<Data[number], Op, [...Acc, L]>
      : `${Op}: rows differ in length along axis ${Acc['length']}`;

type IsOne<L, All = L> = L extends unknown ? ([All] extends [L] ? true : false) : never;
