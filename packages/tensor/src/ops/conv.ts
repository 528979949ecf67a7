// Convolution over one, two and three axes.
import { apply } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import { requireOptions } from './argument-checks.ts';
import { type Padding, type PerAxis, perAxis, requireRoom, slidSize } from './conv-geometry.ts';
import { batched, channelsDiffer, checked, requireBias } from './conv-operands.ts';
import { convPrimitive } from './conv-primitives.ts';

export interface ConvOptions {
  /** Added to every position of a channel, [O]. */
  readonly bias?: Tensor | null;
  /** Default 1. */
  readonly stride?: PerAxis;
  /** Zeros on both sides; 'same' keeps the size (stride 1 only), 'valid' is 0, the default. */
  readonly padding?: PerAxis | 'same' | 'valid';
  /** Distance between taps; default 1. */
  readonly dilation?: PerAxis;
  /** Parts into which input and output channels fall, each seeing its own only; default 1. */
  readonly groups?: number;
}

/**
 * Convolution over one axis (cross-correlation, as everywhere in deep learning): y[n, o, i] = b[o] + Σ w[o, c, t]·x[n, c, i·stride + t·dilation − padding].
 *
 * Computed as a matrix product over the image in place; no matrix of columns is made.
 *
 * @shape x [N, C, L] or [C, L], weight [O, C / groups, K], bias [O] → [N, O, ⌊(L + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1]
 * @throws {ShapeError} when channels do not fit, or the kernel is larger than the padded axis
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.conv1d
 * @example
 * conv1d(tensor([[1, 2, 4]]), tensor([[[1, 10]]])).toArray() // => [[21, 42]]
 */
export function conv1d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv('conv1d', x, weight, options, 1);
}

/**
 * Convolution over height and width: y[n, o, i] = b[o] + Σ w[o, c, t]·x[n, c, i·stride + t·dilation − padding].
 *
 * @shape x [N, C, H, W] or [C, H, W], weight [O, C / groups, KH, KW], bias [O] → [N, O, H′, W′] as for `conv1d`
 * @throws {ShapeError} when channels do not fit, or the kernel is larger than the padded image
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.conv2d
 * @example
 * conv2d(tensor([[[1, 2], [3, 4]]]), tensor([[[[1, 1], [1, 1]]]])).toArray() // => [[[10]]]
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv('conv2d', x, weight, options, 2);
}

/**
 * Convolution over depth, height and width.
 *
 * @shape x [N, C, D, H, W] or [C, D, H, W], weight [O, C / groups, KD, KH, KW], bias [O] → [N, O, D′, H′, W′] as for `conv1d`
 * @throws {ShapeError} when channels do not fit, or the kernel is larger than the padded volume
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.conv3d
 * @example
 * conv3d(tensor([[[[2]]]]), tensor([[[[[3]]]]])).toArray() // => [[[[6]]]]
 */
export function conv3d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv('conv3d', x, weight, options, 3);
}

function conv(op: string, x: Tensor, weight: Tensor, options: ConvOptions, axes: number): Tensor {
  requireOptions(op, options, '{ padding: 1 }');
  const { bias = null, groups = 1 } = options;
  const stride = perAxis(op, 'stride', options.stride ?? 1, axes, 1);
  const dilation = perAxis(op, 'dilation', options.dilation ?? 1, axes, 1);
  const check = checked(op, x, weight, bias, groups, axes);
  const { kernel } = check;
  const [outputs, channels] = weight.shape;
  if (check.channels !== channels * groups) throw channelsDiffer(check, channels * groups, groups);
  if (outputs % groups !== 0) throw check.refuse(`${outputs} output channels do not divide into ${groups} groups`, 0);
  requireBias(check, outputs);
  const padding = paddingOf(op, options.padding ?? 0, stride, dilation, kernel);
  const padded = padding.map(([before, after]) => before + after);
  const sizes = kernel.map((k, i) => slidSize(x.shape[x.rank - axes + i], k, stride[i], padded[i], dilation[i]));
  requireRoom(
    op,
    x.shape,
    sizes,
    (i) => `the kernel, which spans ${dilation[i] * (kernel[i] - 1) + 1} less ${padded[i]} of padding`,
  );
  return batched(check, (operands) => apply(convPrimitive, operands, { stride, padding, dilation, groups })[0]);
}

function paddingOf(
  op: string,
  padding: PerAxis | 'same' | 'valid',
  stride: readonly number[],
  dilation: readonly number[],
  kernel: readonly number[],
): Padding {
  if (padding === 'valid') return kernel.map(() => [0, 0]);
  if (padding !== 'same') {
    if (typeof padding === 'string')
      throw new RangeError(`${op}: padding is a number, a list, 'same' or 'valid', not '${padding}'`);
    return perAxis(op, 'padding', padding, kernel.length, 0).map((n) => [n, n]);
  }
  if (stride.some((step) => step !== 1))
    throw new RangeError(`${op}: padding 'same' goes with stride 1 only, not ${stride}`);
  return kernel.map((k, i) => {
    const total = dilation[i] * (k - 1);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}
