import type { Shape } from '../shape-types.ts';

/** Part of an axis, as Python's start:stop:step: stop is left out, negatives count from the end, ends are clipped. */
export interface SliceRange {
  readonly start?: number | null | undefined;
  readonly stop?: number | null | undefined;
  readonly step?: number | null | undefined;
}

type Bound = number | null;

/**
 * What to take along one axis: a number takes one place and drops the axis, null or undefined the whole axis,
 * a range or [start, stop, step?] part of it; '...' stands for as many whole axes as are left.
 */
export type SliceIndex =
  | number
  | null
  | undefined
  | '...'
  | SliceRange
  | readonly [Bound, Bound]
  | readonly [Bound, Bound, Bound];

/** What one index does to an axis of size D: [] drops it, [D] keeps it whole, [number] cuts it. */
type SliceAxis<D, I> = [I] extends [number]
  ? []
  : [I] extends [null | undefined]
    ? [D]
    : [I] extends [readonly unknown[] | SliceRange]
      ? [number]
      : never;

/** Indices after '...' belong to the last axes. */
type SliceFromEnd<S extends Shape, R extends readonly unknown[]> = R extends readonly [...infer Before, infer I]
  ? S extends readonly [...infer Rest extends Shape, infer D]
    ? readonly [...SliceFromEnd<Rest, Before>, ...SliceAxis<D, I>]
    : Shape
  : S;

/** The shape of `slice(x, ...indices)`; `Shape` where it is not known. */
export type Slice<
  S extends Shape,
  R extends readonly unknown[],
  Front extends readonly unknown[] = [],
> = number extends S['length']
  ? Shape
  : number extends R['length']
    ? Shape
    : R extends readonly [infer I, ...infer Rest]
      ? [I] extends ['...']
        ? AsShape<[...Front, ...SliceFromEnd<S, Rest>]>
        : [SliceAxis<0, I>] extends [never]
          ? Shape
          : S extends readonly [infer D, ...infer After extends Shape]
            ? Slice<After, Rest, [...Front, ...SliceAxis<D, I>]>
            : Shape
      : AsShape<[...Front, ...S]>;

type AsShape<T> = T extends number[] ? T : Shape;
