import { eye, repeat, reshape, ShapeError, type Tensor } from '@ml/tensor';
import { convTranspose2d, type PerAxis } from '@ml/tensor/layers';
import { Layer } from '../layer.ts';
import { blocksOf, type UnfoldOptions } from './blocks.ts';

/**
 * Adds blocks up to an image (col2im), the adjoint of `unfold`: where blocks overlap, their elements are summed.
 *
 * It is the transposed convolution whose kernels have a single one, at their own tap.
 *
 * @shape x [N, C·KH·KW, positions] → [N, C, ...outputSize]
 * @throws {ShapeError} when rows are no multiple of the kernel's size, or there is another number of positions
 * @special NaN and infinities spread over their block
 * @reference torch.nn.functional.fold
 * @example
 * fold(tensor([[[1, 2], [2, 3]]]), [1, 3], { kernelSize: [1, 2] }).toArray() // => [[[[1, 4, 3]]]]
 */
export function fold(
  x: Tensor,
  outputSize: PerAxis,
  options: UnfoldOptions & { readonly kernelSize: PerAxis },
): Tensor {
  const sizes = typeof outputSize === 'number' ? [outputSize, outputSize] : outputSize;
  const { kernel, stride, padding, dilation, counts } = blocksOf('fold', sizes, options.kernelSize, options);
  const [rows, columns] = counts;
  const taps = kernel[0] * kernel[1];
  const refuse = (problem: string, axis: number) => new ShapeError({ op: 'fold', problem, shapes: [x.shape], axis });
  if (x.rank !== 3 || x.shape[1] % taps !== 0) throw refuse(`x must be [N, C·${taps}, positions]`, 1);
  if (x.shape[2] !== rows * columns) throw refuse(`${x.shape[2]} positions, where ${rows} × ${columns} blocks fit`, 2);
  const [batch, width] = x.shape;
  const channels = width / taps;
  const ones = reshape(eye(taps, taps, { dtype: x.dtype }) as Tensor, [taps, 1, ...kernel]);
  const outputPadding = sizes.map(
    (n, i) => n - ((counts[i] - 1) * stride[i] - 2 * padding[i] + dilation[i] * (kernel[i] - 1) + 1),
  );
  const image = reshape(x, [batch, width, rows, columns]);
  const weight = repeat(reshape(ones, [1, ...ones.shape]), channels, 0) as Tensor;
  const kernels = reshape(weight, [width, 1, ...kernel]);
  return convTranspose2d(image, kernels, { stride, padding, dilation, outputPadding, groups: channels });
}

/**
 * Adds blocks up to an image (col2im): where blocks overlap, their elements are summed.
 *
 * @shape x [N, C·KH·KW, positions] → [N, C, ...outputSize]
 * @throws {ShapeError} when rows are no multiple of the kernel's size, or there is another number of positions
 * @reference torch.nn.Fold
 * @example
 * new Fold([1, 3], [1, 2]).forward(tensor([[[1, 2], [2, 3]]])).toArray() // => [[[[1, 4, 3]]]]
 */
export class Fold extends Layer {
  readonly outputSize: PerAxis;
  readonly kernelSize: PerAxis;
  readonly options: UnfoldOptions;

  constructor(outputSize: PerAxis, kernelSize: PerAxis, options: UnfoldOptions = {}) {
    super();
    this.outputSize = outputSize;
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return fold(x, this.outputSize, { ...this.options, kernelSize: this.kernelSize });
  }
}
