// Transposed convolution over one, two and three axes.
import { apply } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import { requireOptions } from './argument-checks.ts';
import { type PerAxis, perAxis } from './conv-geometry.ts';
import { batched, channelsDiffer, checked, requireBias } from './conv-operands.ts';
import { convTransposePrimitive } from './conv-primitives.ts';

export interface ConvTransposeOptions {
  /** Added to every position of a channel, [O]. */
  readonly bias?: Tensor | null;
  /** Default 1. */
  readonly stride?: PerAxis;
  /** What a convolution of the result would have been padded with: cut off on both sides; default 0. */
  readonly padding?: PerAxis;
  /** More elements on the far side, fewer than the stride or the dilation; default 0. */
  readonly outputPadding?: PerAxis;
  /** Distance between taps; default 1. */
  readonly dilation?: PerAxis;
  readonly groups?: number;
}

/**
 * Transposed convolution over one axis, the adjoint of `conv1d`: every element of x adds a kernel, weighted by it, to the result.
 *
 * @shape x [N, C, L] or [C, L], weight [C, O / groups, K], bias [O] → [N, O, (L − 1)·stride − 2·padding + dilation·(K − 1) + outputPadding + 1]
 * @throws {ShapeError} when channels do not fit, or nothing is left of the result
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.conv_transpose1d
 * @example
 * convTranspose1d(tensor([[1, 2]]), tensor([[[1, 10]]]), { stride: 2 }).toArray() // => [[1, 10, 2, 20]]
 */
export function convTranspose1d(x: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convTranspose('convTranspose1d', x, weight, options, 1);
}

/**
 * Transposed convolution over height and width, the adjoint of `conv2d`.
 *
 * @shape x [N, C, H, W] or [C, H, W], weight [C, O / groups, KH, KW], bias [O] → [N, O, H′, W′] as for `convTranspose1d`
 * @throws {ShapeError} when channels do not fit, or nothing is left of the result
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.conv_transpose2d
 * @example
 * convTranspose2d(tensor([[[1, 2]]]), tensor([[[[1], [10]]]])).toArray() // => [[[1, 2], [10, 20]]]
 */
export function convTranspose2d(x: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convTranspose('convTranspose2d', x, weight, options, 2);
}

/**
 * Transposed convolution over depth, height and width, the adjoint of `conv3d`.
 *
 * @shape x [N, C, D, H, W] or [C, D, H, W], weight [C, O / groups, KD, KH, KW], bias [O] → [N, O, D′, H′, W′] as for `convTranspose1d`
 * @throws {ShapeError} when channels do not fit, or nothing is left of the result
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.conv_transpose3d
 * @example
 * convTranspose3d(tensor([[[[2]]]]), tensor([[[[[3, 4]]]]])).toArray() // => [[[[6, 8]]]]
 */
export function convTranspose3d(x: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convTranspose('convTranspose3d', x, weight, options, 3);
}

function convTranspose(op: string, x: Tensor, weight: Tensor, options: ConvTransposeOptions, axes: number): Tensor {
  requireOptions(op, options, '{ stride: 2 }');
  const { bias = null, groups = 1 } = options;
  const stride = perAxis(op, 'stride', options.stride ?? 1, axes, 1);
  const dilation = perAxis(op, 'dilation', options.dilation ?? 1, axes, 1);
  const pads = perAxis(op, 'padding', options.padding ?? 0, axes, 0);
  const extra = perAxis(op, 'outputPadding', options.outputPadding ?? 0, axes, 0);
  extra.forEach((n, i) => {
    if (n >= Math.max(stride[i], dilation[i]))
      throw new RangeError(
        `${op}: outputPadding ${n} must be smaller than stride ${stride[i]} or dilation ${dilation[i]}`,
      );
  });
  const check = checked(op, x, weight, bias, groups, axes);
  const [channels, outputs] = weight.shape;
  if (check.channels !== channels) throw channelsDiffer(check, channels, groups);
  if (channels % groups !== 0) throw check.refuse(`${channels} channels do not divide into ${groups} groups`, 1);
  requireBias(check, outputs * groups);
  const spatial = check.kernel.map(
    (k, i) => (x.shape[x.rank - axes + i] - 1) * stride[i] - 2 * pads[i] + dilation[i] * (k - 1) + extra[i] + 1,
  );
  const lost = spatial.findIndex((n) => n < 1);
  if (lost >= 0)
    throw check.refuse(`nothing is left of the result: ${spatial[lost]} elements`, lost - axes, 'use less padding');
  const padding = pads.map((n): [number, number] => [n, n]);
  const params = { stride, padding, dilation, groups, spatial };
  return batched(check, (operands) => apply(convTransposePrimitive, operands, params)[0]);
}
