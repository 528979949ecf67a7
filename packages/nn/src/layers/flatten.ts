import { reshape, ShapeError, type Tensor } from '@ml/tensor';
import { Layer } from './layer.ts';

/**
 * Makes several axes one, by default all but the first.
 *
 * @shape x [N, A, B, ...] → [N, A·B·…]
 * @throws {ShapeError} when x does not have these axes, or they are in the wrong order
 * @reference torch.nn.Flatten
 * @example
 * new Flatten().forward(zeros([2, 3, 4])).shape // => [2, 12]
 */
export class Flatten extends Layer {
  readonly startAxis: number;
  readonly endAxis: number;

  constructor(startAxis = 1, endAxis = -1) {
    super();
    this.startAxis = startAxis;
    this.endAxis = endAxis;
  }

  override forward(x: Tensor): Tensor {
    const place = (axis: number): number => (axis < 0 ? axis + x.rank : axis);
    const [start, end] = [place(this.startAxis), place(this.endAxis)];
    if (!(start >= 0 && end >= start && end < x.rank)) {
      const problem = `there are no axes ${this.startAxis} to ${this.endAxis}`;
      throw new ShapeError({ op: 'Flatten', problem, shapes: [x.shape] });
    }
    const size = x.shape.slice(start, end + 1).reduce((product, n) => product * n, 1);
    return reshape(x, [...x.shape.slice(0, start), size, ...x.shape.slice(end + 1)]);
  }
}
