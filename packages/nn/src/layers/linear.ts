import type { Parameter } from '@ml/autograd';
import {
  affine,
  defaultRng,
  type FloatDType,
  type Guard,
  type MapLast,
  type Ok,
  type Rng,
  type Shape,
  type Tensor,
} from '@ml/tensor';
import { learned } from '../init/learned.ts';
import { Layer, type ShapeMap } from './layer.ts';

export interface LinearOptions {
  /** Learn an offset; default true. */
  readonly bias?: boolean;
  readonly rng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

interface LinearMap<I extends number, O extends number> extends ShapeMap {
  readonly output: MapLast<this['input'], I, O, 'linear'>;
}

/**
 * Linear map with an offset: y = x·Wᵀ + b.
 *
 * Weight and bias start uniform in ±1/√in, as in PyTorch.
 *
 * @shape x [..., in], weight [out, in], bias [out] → [..., out]
 * @throws {ShapeError} when the last axis of x is not `in`
 * @reference torch.nn.Linear
 * @example
 * const layer = new Linear(2, 1);
 * layer.loadStateDict({ weight: tensor([[3, 4]]), bias: tensor([1]) });
 * layer.forward(tensor([[1, 2], [0, 0]])).toArray() // => [[12], [1]]
 */
export class Linear<const I extends number = number, const O extends number = number> extends Layer<LinearMap<I, O>> {
  readonly weight: Parameter<[O, I]>; // [out, in], as in PyTorch state dicts
  readonly bias: Parameter<[O]> | null; // [out]
  readonly inFeatures: I;
  readonly outFeatures: O;

  constructor(
    inFeatures: I,
    outFeatures: O,
    { bias = true, rng = defaultRng(), dtype = 'float32' }: LinearOptions = {},
  ) {
    super();
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    const bound = inFeatures > 0 ? 1 / Math.sqrt(inFeatures) : 0;
    this.weight = learned([outFeatures, inFeatures], dtype, (values) => rng.fillUniform(values, -bound, bound));
    this.bias = bias ? learned([outFeatures], dtype, (values) => rng.fillUniform(values, -bound, bound)) : null;
  }

  /** @shape x [..., in] → [..., out] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<MapLast<S, I, O, 'linear'>>,
  ): Tensor<Ok<MapLast<S, I, O, 'linear'>>>;
  override forward(x: Tensor): Tensor {
    return affine(x, this.weight, this.bias);
  }
}
