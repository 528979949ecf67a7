import type { Guard, Ok, Shape, Tensor } from '@ml/tensor';
import { conv2d, type PerAxis } from '@ml/tensor/layers';
import type { ShapeMap } from '../layer.ts';
import type { ChannelMap, Spatial2 } from './channel-map.ts';
import { Convolution, type ConvolutionOptions } from './convolution.ts';
import { borderOf, type PaddingMode, padded } from './padded.ts';

export interface Conv2dOptions extends ConvolutionOptions {
  /** Border on both sides; 'same' keeps sizes (stride 1 only), 'valid' is 0, the default. */
  readonly padding?: PerAxis | 'same' | 'valid';
  /** What the border is made of; default 'zeros'. */
  readonly paddingMode?: PaddingMode;
}

interface Conv2dMap<I extends number, O extends number> extends ShapeMap {
  readonly output: ChannelMap<this['input'], I, O, Spatial2, 'conv2d'>;
}

/**
 * Convolution over height and width: y[n, o, i] = b[o] + Σ w[o, c, t]·x[n, c, i·stride + t·dilation − padding].
 *
 * Weight and bias start uniform in ±1/√fanIn, as in PyTorch.
 *
 * @shape x [N, C, H, W] or [C, H, W], weight [O, C / groups, KH, KW], bias [O] → [N, O, H′, W′]
 * @throws {ShapeError} when x has another number of channels, or is smaller than the kernel
 * @throws {RangeError} when channels do not divide into groups
 * @reference torch.nn.Conv2d
 * @example
 * const layer = new Conv2d(1, 1, [1, 2], { bias: false });
 * layer.loadStateDict({ weight: tensor([[[[1, 10]]]]) });
 * layer.forward(tensor([[[1, 2, 4]]])).toArray() // => [[[21, 42]]]
 */
export class Conv2d<const I extends number = number, const O extends number = number> extends Convolution<
  Conv2dMap<I, O>
> {
  readonly padding: PerAxis | 'same' | 'valid';
  readonly paddingMode: PaddingMode;

  constructor(
    inChannels: I,
    outChannels: O,
    kernelSize: PerAxis,
    { padding = 0, paddingMode = 'zeros', ...options }: Conv2dOptions = {},
  ) {
    super(inChannels, outChannels, kernelSize, 2, options, false);
    this.padding = padding;
    this.paddingMode = paddingMode;
  }

  /** @shape x [N, C, H, W] or [C, H, W] → [N, O, H′, W′] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<ChannelMap<S, I, O, Spatial2, 'conv2d'>>,
  ): Tensor<Ok<ChannelMap<S, I, O, Spatial2, 'conv2d'>>>;
  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    if (paddingMode === 'zeros') return conv2d(x, weight, { bias, stride, padding, dilation, groups });
    const border = borderOf(padding, this.kernelSize, dilation);
    return conv2d(padded(x, border, paddingMode), weight, { bias, stride, dilation, groups });
  }
}
