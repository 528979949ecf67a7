import type { Tensor } from '@ml/tensor';
import { glu } from '../../functional/glu.ts';
import { Layer } from '../layer.ts';

/**
 * Gated linear unit: a·σ(b), with a and b the halves of x along an axis.
 *
 * @shape x [..., 2C, ...] → [..., C, ...]
 * @throws {ShapeError} when the axis does not have an even length
 * @reference torch.nn.GLU
 * @example
 * new GLU().forward(tensor([6, 0])).toArray() // => [3]
 */
export class GLU extends Layer {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  override forward(x: Tensor): Tensor {
    return glu(x, this.axis);
  }
}
