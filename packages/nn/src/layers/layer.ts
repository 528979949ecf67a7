import type { Shape, Tensor } from '@ml/tensor';
import { Module } from '../module.ts';

/**
 * What a layer does to shapes, for the compiler: an interface whose `output` is written in terms of `this['input']`. That
 * lets `Sequential` follow a shape from layer to layer. A sentence as output says why there is no shape.
 */
export interface ShapeMap {
  /** What `MapShape` puts in; not constrained, since an intersection with `Shape` would no longer be a tuple. */
  readonly argument: unknown;
  /** The shape that comes in. */
  readonly input: Extract<this['argument'], Shape>;
  /** The shape that goes out. */
  readonly output: Shape | string;
}

/** The shape map M makes of S. */
export type MapShape<M extends ShapeMap, S extends Shape> = (M & { readonly argument: S })['output'];

/** A layer that keeps the shape. */
export interface SameShape extends ShapeMap {
  readonly output: this['input'];
}

/** A module of one tensor in and one tensor out. Layers that need more inputs extend `Module`. */
export abstract class Layer<out M extends ShapeMap = ShapeMap> extends Module {
  /** Never there at run time: carries M for the compiler. */
  declare readonly shapeMap?: M;

  abstract forward(x: Tensor): Tensor;
}
