import { reshape, type Shape, ShapeError, type Tensor } from '@ml/tensor';
import { Layer } from './layer.ts';

/**
 * Makes one axis several.
 *
 * @shape x [..., A·B·…, ...] → [..., A, B, …, ...]
 * @throws {ShapeError} when the axis does not have as many elements
 * @reference torch.nn.Unflatten
 * @example
 * new Unflatten(1, [3, 4]).forward(zeros([2, 12])).shape // => [2, 3, 4]
 */
export class Unflatten extends Layer {
  readonly axis: number;
  readonly sizes: Shape;

  constructor(axis: number, sizes: Shape) {
    super();
    this.axis = axis;
    this.sizes = sizes;
  }

  override forward(x: Tensor): Tensor {
    const at = this.axis < 0 ? this.axis + x.rank : this.axis;
    const size = this.sizes.reduce((product, n) => product * n, 1);
    if (x.shape[at] !== size) {
      const problem = `axis ${this.axis} has ${x.shape[at] ?? 'no'} elements, [${this.sizes.join(', ')}] takes ${size}`;
      throw new ShapeError({ op: 'Unflatten', problem, shapes: [x.shape], axis: this.axis });
    }
    return reshape(x, [...x.shape.slice(0, at), ...this.sizes, ...x.shape.slice(at + 1)]);
  }
}
