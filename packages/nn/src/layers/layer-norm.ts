import type { Parameter } from '@ml/autograd';
import {
  addLayerNorm,
  type FloatDType,
  type Guard,
  layerNorm,
  type MapLast,
  mul,
  type Ok,
  type Shape,
  ShapeError,
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

interface LayerNormMap<F extends number> extends ShapeMap {
  readonly output: MapLast<this['input'], F, F, 'layerNorm'>;
}

/**
 * Normalises the last axis: y = (x − μ)/√(σ² + eps) · weight + bias, σ² the population variance.
 *
 * @shape x [..., F], weight [F], bias [F] → [..., F]
 * @throws {ShapeError} when the last axis of x is not F
 * @reference Ba, Kiros & Hinton, arXiv:1607.06450; torch.nn.LayerNorm over one axis
 * @example
 * new LayerNorm(2, { eps: 0 }).forward(tensor([1, 3])).toArray() // => [-1, 1]
 */
export class LayerNorm<const F extends number = number> extends Layer<LayerNormMap<F>> {
  readonly weight: Parameter<[F]> | null;
  readonly bias: Parameter<[F]> | null;
  readonly normalizedShape: F;
  readonly eps: number;

  constructor(
    normalizedShape: F,
    { eps = 1e-5, elementwiseAffine = true, bias = true, dtype = 'float32' }: LayerNormOptions = {},
  ) {
    super();
    this.normalizedShape = normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? learned([normalizedShape], dtype, (values) => values.fill(1)) : null;
    this.bias = elementwiseAffine && bias ? learned([normalizedShape], dtype, (values) => values.fill(0)) : null;
  }

  /** @shape x [..., F] → [..., F] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<MapLast<S, F, F, 'layerNorm'>>,
  ): Tensor<Ok<MapLast<S, F, F, 'layerNorm'>>>;
  override forward(x: Tensor): Tensor {
    this.#check(x);
    const { weight, bias, eps } = this;
    if (weight === null) return layerNorm(x, { eps });
    return bias === null ? mul(layerNorm(x, { eps }), weight as Tensor) : layerNorm(x, { weight, bias, eps });
  }

  /**
   * The sum x + branch, which goes on as the residual stream, and its norm, which feeds the next branch: one pass over memory.
   *
   * @shape x [..., F], branch [..., F] → [..., F], [..., F]
   */
  addForward(x: Tensor, branch: Tensor): [stream: Tensor, normed: Tensor] {
    this.#check(x);
    const { weight, bias, eps } = this;
    if (weight !== null && bias !== null) return addLayerNorm(x, branch, { weight, bias, eps });
    const [stream, normed] = addLayerNorm(x, branch, { eps });
    return [stream, weight === null ? normed : mul(normed, weight as Tensor)];
  }

  #check(x: Tensor): void {
    const { normalizedShape } = this;
    if (x.shape.at(-1) === normalizedShape) return;
    const problem = `the last axis has ${x.shape.at(-1)} elements, the layer normalises ${normalizedShape}`;
    throw new ShapeError({ op: 'layerNorm', problem, shapes: [x.shape, [normalizedShape]], axis: -1 });
  }
}
