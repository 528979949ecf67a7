import { pad, reshape, ShapeError, slice, stack, type Tensor } from '@ml/tensor';
import type { PerAxis } from '@ml/tensor/layers';
import { Layer } from '../layer.ts';
import { type Blocks, blocksOf, type UnfoldOptions } from './blocks.ts';

/**
 * The blocks a kernel sees, as columns (im2col): y[n, c·KH·KW + tap, position] = x[n, c, position·stride + tap·dilation − padding].
 *
 * @shape x [N, C, H, W] → [N, C·KH·KW, positions]
 * @throws {ShapeError} when x has not four axes, or is smaller than a block
 * @reference torch.nn.functional.unfold
 * @example
 * unfold(tensor([[[[1, 2, 3]]]]), [1, 2]).toArray() // => [[[1, 2], [2, 3]]]
 */
export function unfold(x: Tensor, kernelSize: PerAxis, options: UnfoldOptions = {}): Tensor {
  if (x.rank !== 4) throw new ShapeError({ op: 'unfold', problem: 'x must be [N, C, H, W]', shapes: [x.shape] });
  const [batch, channels, ...sizes] = x.shape;
  const { kernel, stride, padding, dilation, counts }: Blocks = blocksOf('unfold', sizes, kernelSize, options);
  const [rows, columns] = counts;
  const image = padding.some((width) => width > 0)
    ? (pad(x, [[0, 0], [0, 0], ...padding.map((width): [number, number] => [width, width])]) as Tensor)
    : x;
  const part = (tap: number, axis: number) => {
    const start = tap * dilation[axis];
    return { start, stop: start + (counts[axis] - 1) * stride[axis] + 1, step: stride[axis] };
  };
  const taps: Tensor[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) taps.push(slice(image, null, null, part(i, 0), part(j, 1)) as Tensor);
  }
  return reshape(stack(taps, 2) as Tensor, [batch, channels * taps.length, rows * columns]);
}

/**
 * The blocks a kernel sees, as columns (im2col).
 *
 * @shape x [N, C, H, W] → [N, C·KH·KW, positions]
 * @throws {ShapeError} when x has not four axes, or is smaller than a block
 * @reference torch.nn.Unfold
 * @example
 * new Unfold([1, 2]).forward(tensor([[[[1, 2, 3]]]])).toArray() // => [[[1, 2], [2, 3]]]
 */
export class Unfold extends Layer {
  readonly kernelSize: PerAxis;
  readonly options: UnfoldOptions;

  constructor(kernelSize: PerAxis, options: UnfoldOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return unfold(x, this.kernelSize, this.options);
  }
}
