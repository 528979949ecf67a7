/**
 * The sizes of a tensor's axes, as far as the compiler knows them.
 *
 * A literal (784) is known, `number` is known at run time only, and an array that is not a tuple (`readonly number[]`) leaves
 * even the rank open. `[...number[], 784]` is the shape of which only the last axis is known.
 */
export type Shape = readonly number[];

/** Tuples of 0…10 anonymous elements: an axis index turned into something that can be matched against the head of a shape. */
export interface Counts {
  '0': [];
  '1': [unknown];
  '2': [unknown, unknown];
  '3': [unknown, unknown, unknown];
  '4': [unknown, unknown, unknown, unknown];
  '5': [unknown, unknown, unknown, unknown, unknown];
  '6': [unknown, unknown, unknown, unknown, unknown, unknown];
  '7': [unknown, unknown, unknown, unknown, unknown, unknown, unknown];
  '8': [unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown];
  '9': [unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown];
  '10': [unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown];
}

/** True when the rank of S is not known to the compiler, or is above 9, where the axis algebra stops following. */
export type IsOpen<S extends readonly unknown[]> = number extends S['length']
  ? true
  : `${S['length']}` extends Exclude<keyof Counts, '10'>
    ? false
    : true;

/** S without `readonly`, and `Shape` for every array of unknown length: what a creation function returns. */
export type Known<S extends Shape> = number[] extends S ? Shape : [...S];

/** The shape of the same rank of which no size is known. */
export type AnySizes<S extends readonly unknown[]> = { -readonly [K in keyof S]: number };

/** The one size in D, or `number` when D is a union or not literal: arithmetic never multiplies out a union. */
export type Size<D extends number> = number extends D ? number : IsUnion<D> extends true ? number : D;

type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** Sizes that must be equal: the one known better, or never when they differ. */
export type Agree<A extends number, B extends number> = number extends A
  ? B
  : number extends B
    ? A
    : A extends B
      ? A
      : never;

/** S as NumPy prints it, `[5, 3]`, with `?` for a size known at run time only. */
export type Print<S extends readonly unknown[], Acc extends string = ''> = S extends readonly [
  infer D extends number,
  ...infer Rest,
]
  ? Print<Rest, Acc extends '' ? PrintSize<D> : `${Acc}, ${PrintSize<D>}`>
  : `[${Acc}]`;

type PrintSize<D extends number> = number extends D ? '?' : `${D}`;
