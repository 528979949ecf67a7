import type { Shape } from '@ml/tensor';
import type { ShapeMap } from '../layer.ts';

/** The shapes of one, two and three spatial axes of sizes the compiler does not follow. */
export type Spatial1 = [number];
export type Spatial2 = [number, number];
export type Spatial3 = [number, number, number];

/**
 * What a convolution makes of a shape: [N, C, …] or [C, …] becomes [N, O, …] or [O, …]; the sizes of the spatial axes are left
 * to run time.
 *
 * @example
 * ChannelMap<[8, 3, 32, 32], 3, 16, Spatial2, 'conv2d'> // [8, 16, number, number]
 * ChannelMap<[8, 1, 32, 32], 3, 16, Spatial2, 'conv2d'> // 'conv2d: channels differ: 1 vs 3'
 */
export type ChannelMap<
  S extends Shape,
  C extends number,
  O extends number,
  Axes extends Shape,
  Op extends string,
> = number extends S['length']
  ? Shape
  : S extends readonly [infer N extends number, infer D extends number, ...infer Rest]
    ? Rest['length'] extends Axes['length']
      ? Fitting<D, C, [N, O, ...Axes], Op>
      : [D, ...Rest]['length'] extends Axes['length']
        ? Fitting<N, C, [O, ...Axes], Op>
        : RankError<S, Op>
    : RankError<S, Op>;

type Fitting<D extends number, C extends number, Result, Op extends string> = number extends D
  ? Result
  : number extends C
    ? Result
    : D extends C
      ? Result
      : `${Op}: channels differ: ${D} vs ${C}`;

type RankError<S extends Shape, Op extends string> = `${Op}: rank ${S['length']} does not fit`;

/** What a pooling makes of a shape: leading axes stay, those behind them are left to run time. */
export type PlaneMap<S extends Shape, Axes extends Shape> = number extends S['length']
  ? Shape
  : S extends readonly [...infer Leading extends number[], ...Axes]
    ? [...Leading, ...Axes]
    : Shape;

/** A layer that changes the sizes of the last axes. */
export interface Planes<Axes extends Shape> extends ShapeMap {
  readonly output: PlaneMap<this['input'], Axes>;
}
