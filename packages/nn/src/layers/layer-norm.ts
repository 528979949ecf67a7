import type { Parameter } from '@ml/autograd';
import {
  addLayerNorm,
  type FloatDType,
  formatShape,
  type Guard,
  layerNorm,
  type MapLast,
  mul,
  type Ok,
  reshape,
  type Shape,
  ShapeError,
  sameShape,
  type Tensor,
} from '@ml/tensor';
import { learned } from '../init/learned.ts';
import { Layer, type ShapeMap } from './layer.ts';

export interface LayerNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** Learn a scale and an offset; default true. */
  readonly elementwiseAffine?: boolean;
  /** With a scale, learn an offset too; default true. */
  readonly bias?: boolean;
  readonly dtype?: FloatDType;
}

/** What becomes of S: itself where it ends as the layer wants it, or a sentence. Several axes are checked at run time only. */
type Normalized<S extends Shape, N extends number | Shape> = N extends number ? MapLast<S, N, N, 'layerNorm'> : S;

type Axes<N extends number | Shape> = N extends number ? [N] : N extends Shape ? N : never;

interface LayerNormMap<N extends number | Shape> extends ShapeMap {
  readonly output: Normalized<this['input'], N>;
}

/**
 * Normalises the last axis, or the last few: y = (x − μ)/√(σ² + eps) · weight + bias, σ² the population variance.
 *
 * @shape x [..., F], weight [F], bias [F] → [..., F], where F may be several axes
 * @throws {ShapeError} when x does not end in F
 * @reference Ba, Kiros & Hinton, arXiv:1607.06450; torch.nn.LayerNorm
 * @example
 * new LayerNorm(2, { eps: 0 }).forward(tensor([1, 3])).toArray() // => [-1, 1]
 */
export class LayerNorm<const N extends number | Shape = number> extends Layer<LayerNormMap<N>> {
  readonly weight: Parameter<Axes<N>> | null;
  readonly bias: Parameter<Axes<N>> | null;
  readonly normalizedShape: N;
  readonly eps: number;
  readonly #axes: Shape;

  constructor(
    normalizedShape: N,
    { eps = 1e-5, elementwiseAffine = true, bias = true, dtype = 'float32' }: LayerNormOptions = {},
  ) {
    super();
    this.normalizedShape = normalizedShape;
    this.eps = eps;
    const axes: Shape = typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape;
    if (axes.length === 0) throw new RangeError('LayerNorm: there are no axes to normalise');
    this.#axes = axes;
    const filled = (value: number) => learned(axes, dtype, (values) => values.fill(value)) as Parameter<Axes<N>>;
    this.weight = elementwiseAffine ? filled(1) : null;
    this.bias = elementwiseAffine && bias ? filled(0) : null;
  }

  /** @shape x [..., F] → [..., F] */
  override forward<S extends Shape>(x: Tensor<S> & Guard<Normalized<S, N>>): Tensor<Ok<Normalized<S, N>>>;
  override forward(x: Tensor): Tensor {
    const { eps } = this;
    const { weight, bias } = this.#learned();
    const rows = this.#rows(x);
    if (weight === null) return reshaped(layerNorm(rows, { eps }), x.shape);
    const y = bias === null ? mul(layerNorm(rows, { eps }), weight) : layerNorm(rows, { weight, bias, eps });
    return reshaped(y, x.shape);
  }

  /**
   * The sum x + branch, which goes on as the residual stream, and its norm, which feeds the next branch: one pass over memory.
   *
   * @shape x [..., F], branch [..., F] → [..., F], [..., F]
   */
  addForward(x: Tensor, branch: Tensor): [stream: Tensor, normed: Tensor] {
    const { eps } = this;
    const { weight, bias } = this.#learned();
    const learns = weight !== null && bias !== null;
    const [stream, normed] = addLayerNorm(this.#rows(x), this.#rows(branch), learns ? { weight, bias, eps } : { eps });
    const scaled: Tensor = learns || weight === null ? normed : mul(normed, weight);
    return [reshaped(stream, x.shape), reshaped(scaled, x.shape)];
  }

  /** The axes to be normalised as one. @shape x [..., F] → [..., Π F] */
  #rows(x: Tensor): Tensor {
    const front = x.shape.slice(0, Math.max(0, x.rank - this.#axes.length));
    if (!sameShape(x.shape, [...front, ...this.#axes])) {
      const [wanted] = this.#axes;
      const problem =
        this.#axes.length === 1
          ? `the last axis has ${x.shape.at(-1) ?? 'no'} elements, the layer normalises ${wanted}`
          : `x must end in ${formatShape(this.#axes)}`;
      throw new ShapeError({ op: 'layerNorm', problem, shapes: [x.shape, this.#axes], axis: -1 });
    }
    return reshaped(x, [...front, sizeOf(this.#axes)]);
  }

  #learned(): { weight: Tensor | null; bias: Tensor | null } {
    const flat = (values: Tensor | null) => (values === null ? null : reshaped(values, [values.size]));
    return { weight: flat(this.weight as Tensor | null), bias: flat(this.bias as Tensor | null) };
  }
}

/** The same tensor where it has the shape already. */
function reshaped(x: Tensor, shape: Shape): Tensor {
  return x.rank === shape.length ? x : reshape(x, shape);
}

function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}
