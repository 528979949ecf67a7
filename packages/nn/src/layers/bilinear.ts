import type { Parameter } from '@ml/autograd';
import {
  add,
  defaultRng,
  expandDims,
  matmul,
  mul,
  permute,
  reshape,
  ShapeError,
  sameShape,
  sum,
  type Tensor,
} from '@ml/tensor';
import { learned } from '../init/learned.ts';
import { Module } from '../module.ts';
import type { LinearOptions } from './linear.ts';

/**
 * Every product of two inputs' features, mapped: yₒ = x₁·Wₒ·x₂ + bₒ.
 *
 * Weight and bias start uniform in ±1/√in1, as in PyTorch.
 *
 * @shape first [..., in1], second [..., in2], weight [out, in1, in2], bias [out] → [..., out]
 * @throws {ShapeError} when the last axes are not in1 and in2, or the others differ
 * @reference torch.nn.Bilinear
 * @example
 * const layer = new Bilinear(1, 1, 1, { bias: false });
 * layer.loadStateDict({ weight: tensor([[[2]]]) });
 * layer.forward(tensor([[3]]), tensor([[5]])).toArray() // => [[30]]
 */
export class Bilinear extends Module {
  readonly weight: Parameter<[number, number, number]>;
  readonly bias: Parameter<[number]> | null;

  constructor(
    in1Features: number,
    in2Features: number,
    outFeatures: number,
    { bias = true, rng = defaultRng(), dtype = 'float32' }: LinearOptions = {},
  ) {
    super();
    const bound = in1Features > 0 ? 1 / Math.sqrt(in1Features) : 0;
    const shape = [outFeatures, in1Features, in2Features] as const;
    this.weight = learned([...shape], dtype, (values) => rng.fillUniform(values, -bound, bound));
    this.bias = bias ? learned([outFeatures], dtype, (values) => rng.fillUniform(values, -bound, bound)) : null;
  }

  /** @shape first [..., in1], second [..., in2] → [..., out] */
  forward(first: Tensor, second: Tensor): Tensor {
    const [O, I, J] = this.weight.shape;
    const front = first.shape.slice(0, -1);
    if (!sameShape(first.shape, [...front, I]) || !sameShape(second.shape, [...front, J])) {
      const problem = `the inputs must be [..., ${I}] and [..., ${J}], alike in front`;
      throw new ShapeError({ op: 'Bilinear', problem, shapes: [first.shape, second.shape] });
    }
    const rows = front.reduce((product, n) => product * n, 1);
    const byFirst: Tensor = reshape(permute(this.weight as Tensor, [1, 0, 2]), [I, O * J]);
    const partial: Tensor = reshape(matmul(reshape(first, [rows, I]) as Tensor, byFirst) as Tensor, [rows, O, J]);
    const paired: Tensor = mul(partial, expandDims(reshape(second, [rows, J]) as Tensor, 1));
    const y: Tensor = reshape(sum(paired, { axis: -1 }) as Tensor, [...front, O]);
    return this.bias === null ? y : add(y, this.bias);
  }
}
