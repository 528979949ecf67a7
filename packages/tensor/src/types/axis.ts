import type { Counts, Shape } from './shape.ts';

/** One axis, several, or all of them (undefined); negative ones count from the end. */
export type Axes = number | readonly number[] | undefined;

/** `sum: axis 3 is out of range for rank 2` */
export type AxisError<
  S extends readonly unknown[],
  Axis extends number,
  Op extends string,
> = `${Op}: axis ${Axis} is out of range for rank ${S['length']}`;

/** Axis counted from the front, or never when S (of known rank) has no such axis. */
export type AxisIndex<
  S extends readonly unknown[],
  Axis extends number,
> = `${Axis}` extends `-${infer K extends keyof Counts}`
  ? S extends readonly [...infer Front, ...Counts[K]]
    ? Front['length']
    : never
  : `${Axis}` extends keyof S
    ? Axis
    : never;

/** S cut before axis Index (from the front): [front, back]; null when Index is never. */
export type SplitAt<S extends readonly unknown[], Index extends number> = [Index] extends [never]
  ? null
  : `${Index}` extends infer K extends keyof Counts
    ? S extends readonly [...Counts[K], ...infer Back]
      ? S extends readonly [...infer Front, ...Back]
        ? [Front, Back]
        : null
      : null
    : null;

/** S with a new axis of size D before axis Index. */
export type Insert<S extends Shape, Index extends number, D extends number> =
  SplitAt<S, Index> extends [infer Front extends Shape, infer Back extends Shape] ? [...Front, D, ...Back] : never;

/** S with axis Index of size D. */
export type Replace<S extends Shape, Index extends number, D extends number> = {
  -readonly [K in keyof S]: K extends `${Index}` ? D : S[K];
};
