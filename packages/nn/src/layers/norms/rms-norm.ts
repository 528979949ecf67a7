import type { Parameter } from '@ml/autograd';
import { add, type FloatDType, mean, mul, rsqrt, type Shape, ShapeError, square, type Tensor } from '@ml/tensor';
import { learned } from '../../init/learned.ts';
import { Layer, type SameShape } from '../layer.ts';

export interface RMSNormOptions {
  /** Added to the mean square; default: the spacing of numbers at 1 of x's type. */
  readonly eps?: number;
  /** Learn a scale; default true. */
  readonly elementwiseAffine?: boolean;
  readonly dtype?: FloatDType;
}

const spacing = { float32: 2 ** -23, float64: 2 ** -52 };

/**
 * Divides the last axis by its root mean square: y = x/√(mean(x²) + eps)·weight.
 *
 * @shape x [..., F], weight [F] → [..., F]
 * @throws {ShapeError} when the last axis of x is not F
 * @reference Zhang & Sennrich, arXiv:1910.07467; torch.nn.RMSNorm
 * @example
 * new RMSNorm(2).forward(tensor([1, 7])).toArray() // => [0.20000000298023224, 1.399999976158142]
 */
export class RMSNorm extends Layer<SameShape> {
  readonly weight: Parameter<[number]> | null;
  readonly normalizedShape: number;
  readonly eps: number | null;

  constructor(normalizedShape: number, { eps, elementwiseAffine = true, dtype = 'float32' }: RMSNormOptions = {}) {
    super();
    this.normalizedShape = normalizedShape;
    this.eps = eps ?? null;
    this.weight = elementwiseAffine ? learned([normalizedShape], dtype, (values) => values.fill(1)) : null;
  }

  /** @shape x [..., F] → [..., F] */
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    if (x.shape.at(-1) !== this.normalizedShape) {
      const problem = `the last axis has ${x.shape.at(-1) ?? 'no'} elements, the layer normalises ${this.normalizedShape}`;
      throw new ShapeError({ op: 'RMSNorm', problem, shapes: [x.shape, [this.normalizedShape]], axis: -1 });
    }
    const eps = this.eps ?? spacing[x.dtype === 'float64' ? 'float64' : 'float32'];
    const normalized: Tensor = mul(x, rsqrt(add(mean(square(x), { axis: -1, keepDims: true }), eps) as Tensor));
    return this.weight === null ? normalized : mul(normalized, this.weight);
  }
}
