import type { Guard, Ok, Shape, Tensor } from '@ml/tensor';
import { Layer, type MapShape, type ShapeMap } from '../layer.ts';

/** The shape the layers L make of S one after the other, or the sentence of the first that does not fit. */
export type MapThrough<L extends readonly Layer[], S extends Shape> = L extends readonly [
  infer First extends Layer,
  ...infer Rest extends readonly Layer[],
]
  ? MapShape<NonNullable<First['shapeMap']>, S> extends infer Out
    ? Out extends Shape
      ? MapThrough<Rest, Out>
      : Out
    : never
  : L extends readonly []
    ? S
    : Shape;

interface SequentialMap<L extends readonly Layer[]> extends ShapeMap {
  readonly output: Extract<MapThrough<L, this['input']>, Shape | string>;
}

/** The layers themselves, or, where neighbours do not fit each other, a tuple that nothing fits and that says why. */
type Fitting<L extends readonly Layer[]> = MapThrough<L, Shape> extends infer R extends string ? readonly R[] : L;

/**
 * Layers one after the other: each gets what the one before it returns.
 *
 * Names in the state are the positions: `0.weight`, `2.weight`. Neighbours whose literal sizes do not fit are a compile error.
 *
 * @shape x → the shape the last layer makes
 * @reference torch.nn.Sequential
 * @example
 * const net = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
 * Object.keys(net.stateDict()) // => ['0.weight', '0.bias', '2.weight', '2.bias']
 */
export class Sequential<const L extends readonly Layer[] = readonly Layer[]> extends Layer<SequentialMap<L>> {
  readonly layers: L;

  constructor(...layers: L & NoInfer<Fitting<L>>) {
    super();
    this.layers = layers as L;
  }

  protected override fields(): Iterable<readonly [string, unknown]> {
    return Object.entries(this.layers);
  }

  override forward<S extends Shape>(x: Tensor<S> & Guard<MapThrough<L, S>>): Tensor<Ok<MapThrough<L, S>>>;
  override forward(x: Tensor): Tensor {
    return this.layers.reduce((value: Tensor, layer) => layer.forward(value), x);
  }
}
