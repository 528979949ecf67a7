import type { Agree, Shape } from './shape.ts';

/** S without its first axis: the shape of x[i]. */
export type IndexFirst<S extends Shape, Op extends string = 'index'> = number[] extends S
  ? Shape
  : S extends readonly []
    ? `${Op}: a scalar has no axis 0`
    : S extends readonly [number, ...infer Rest extends Shape]
      ? [...Rest]
      : Shape;

/** The size of the last axis; `number` when it is not known. */
export type LastAxis<S extends Shape> = S extends readonly [...Shape, infer D extends number] ? D : number;

/** S with a last axis of size N: [..., in] → [..., out]. */
export type WithLast<S extends Shape, N extends number, Op extends string = 'withLast'> = number[] extends S
  ? [...number[], N]
  : S extends readonly [...infer Front extends Shape, number]
    ? [...Front, N]
    : `${Op}: a scalar has no last axis`;

/**
 * The shape a layer [..., In] → [..., Out] makes of S.
 *
 * An open shape becomes [...number[], Out], so that the next layer is still checked.
 *
 * @example
 * MapLast<[32, 784], 784, 128> // [32, 128]
 * MapLast<[32, 784], 800, 128, 'linear'> // 'linear: last axis differs: 784 vs 800'
 */
export type MapLast<S extends Shape, In extends number, Out extends number, Op extends string = 'mapLast'> = [
  Agree<LastAxis<S>, In>,
] extends [never]
  ? `${Op}: last axis differs: ${LastAxis<S>} vs ${In}`
  : WithLast<S, Out, Op>;
