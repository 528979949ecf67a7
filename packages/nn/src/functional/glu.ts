import { mul, type Shape, ShapeError, sigmoid, split, type Tensor } from '@ml/tensor';

/**
 * Gated linear unit: a·σ(b), with a and b the halves of x along an axis.
 *
 * @shape x [..., 2C, ...] → [..., C, ...]
 * @throws {ShapeError} when the axis does not have an even length
 * @reference Dauphin et al., arXiv:1612.08083; torch.nn.functional.glu
 * @example
 * glu(tensor([6, 0])).toArray() // => [3]
 */
export function glu(x: Tensor, axis = -1): Tensor<Shape> {
  const length = x.shape.at(axis);
  if (length === undefined || length % 2 !== 0) {
    throw new ShapeError({ op: 'glu', problem: 'only an even axis has two halves', shapes: [x.shape], axis });
  }
  const [a, b] = split(x, 2, axis) as Tensor[];
  return mul(a, sigmoid(b));
}
