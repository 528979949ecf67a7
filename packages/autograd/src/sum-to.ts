import { reshape, type Shape, sameShape, sum, type Tensor } from '@ml/tensor';

/**
 * The adjoint of broadcasting: sums `x` over every axis along which an operand of shape `to` was stretched.
 *
 * @shape x [...] → to, where `to` broadcasts to x's shape
 */
export function sumTo(x: Tensor, to: Shape): Tensor {
  if (sameShape(x.shape, to)) return x;
  const lead = x.rank - to.length;
  const axes: number[] = [];
  for (let axis = 0; axis < x.rank; axis++) {
    if (axis < lead || (to[axis - lead] === 1 && x.shape[axis] !== 1)) axes.push(axis);
  }
  const total: Tensor = axes.length === 0 ? x : sum(x, { axis: axes, keepDims: true });
  return lead === 0 ? total : reshape(total, to);
}
