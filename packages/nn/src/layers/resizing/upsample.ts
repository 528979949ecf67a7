import type { Tensor } from '@ml/tensor';
import { Layer } from '../layer.ts';
import { type InterpolateOptions, interpolate } from './interpolate.ts';

/**
 * Other sizes of the axes behind the first two, by the nearest element, linearly or by cubic convolution.
 *
 * @shape x [N, C, spatial] → [N, C, spatial′]
 * @throws {ShapeError} when the mode is for another number of axes
 * @reference torch.nn.Upsample
 * @example
 * new Upsample({ scaleFactor: 2 }).forward(tensor([[[1, 3]]])).toArray() // => [[[1, 1, 3, 3]]]
 */
export class Upsample extends Layer {
  readonly options: InterpolateOptions;

  constructor(options: InterpolateOptions) {
    super();
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return interpolate(x, this.options);
  }
}
