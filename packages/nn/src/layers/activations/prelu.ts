import type { Parameter } from '@ml/autograd';
import { type FloatDType, greater, mul, type Shape, ShapeError, type Tensor, where } from '@ml/tensor';
import { learned } from '../../init/learned.ts';
import { Layer, type SameShape } from '../layer.ts';

export interface PReLUOptions {
  /** One slope for all, or one for each channel; default 1. */
  readonly numParameters?: number;
  /** Slope at the start; default 0.25. */
  readonly init?: number;
  readonly dtype?: FloatDType;
}

/**
 * Leaky rectifier that learns its slope: x where x > 0, else weight·x.
 *
 * @shape x [N, C, ...] with weight [C], or any x with weight [1] → as x
 * @throws {ShapeError} when there is not one slope for each channel
 * @reference He et al., arXiv:1502.01852; torch.nn.PReLU
 * @example
 * new PReLU().forward(tensor([-4, 2])).toArray() // => [-1, 2]
 */
export class PReLU extends Layer<SameShape> {
  readonly weight: Parameter<[number]>;

  constructor({ numParameters = 1, init = 0.25, dtype = 'float32' }: PReLUOptions = {}) {
    super();
    this.weight = learned([numParameters], dtype, (values) => values.fill(init));
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    return where(greater(x, 0) as Tensor, x, mul(x, this.#slopes(x)));
  }

  /** One slope for each channel stands in their axis, the second. */
  #slopes(x: Tensor): Tensor {
    const [count] = this.weight.shape;
    if (count === 1) return this.weight;
    if (x.shape[1] !== count) {
      const problem = `x has ${x.shape[1] ?? 'no'} channels, the layer ${count} slopes`;
      throw new ShapeError({ op: 'PReLU', problem, shapes: [x.shape, [count]], axis: 1 });
    }
    return this.weight.reshape([count, ...x.shape.slice(2).map(() => 1)]) as Tensor;
  }
}
