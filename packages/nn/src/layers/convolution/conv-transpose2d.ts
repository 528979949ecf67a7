import type { Guard, Ok, Shape, Tensor } from '@ml/tensor';
import { convTranspose2d, type PerAxis } from '@ml/tensor/layers';
import type { ShapeMap } from '../layer.ts';
import type { ChannelMap, Spatial2 } from './channel-map.ts';
import { Convolution, type ConvolutionOptions } from './convolution.ts';

export interface ConvTranspose2dOptions extends ConvolutionOptions {
  /** Cut off the result on both sides; default 0. */
  readonly padding?: PerAxis;
  /** More elements on the far side of the result; default 0. */
  readonly outputPadding?: PerAxis;
}

interface ConvTranspose2dMap<I extends number, O extends number> extends ShapeMap {
  readonly output: ChannelMap<this['input'], I, O, Spatial2, 'convTranspose2d'>;
}

/**
 * Transposed convolution over height and width: every element of x adds a kernel, weighted by it, to the result.
 *
 * Weight and bias start uniform in ±1/√fanIn, as in PyTorch.
 *
 * @shape x [N, C, H, W] or [C, H, W], weight [C, O / groups, KH, KW], bias [O] → [N, O, H′, W′]
 * @throws {ShapeError} when x has another number of channels
 * @throws {RangeError} when channels do not divide into groups
 * @reference torch.nn.ConvTranspose2d
 * @example
 * const layer = new ConvTranspose2d(1, 1, [1, 2], { stride: [1, 2], bias: false });
 * layer.loadStateDict({ weight: tensor([[[[1, 10]]]]) });
 * layer.forward(tensor([[[1, 2]]])).toArray() // => [[[1, 10, 2, 20]]]
 */
export class ConvTranspose2d<const I extends number = number, const O extends number = number> extends Convolution<
  ConvTranspose2dMap<I, O>
> {
  readonly padding: PerAxis;
  readonly outputPadding: PerAxis;

  constructor(
    inChannels: I,
    outChannels: O,
    kernelSize: PerAxis,
    { padding = 0, outputPadding = 0, ...options }: ConvTranspose2dOptions = {},
  ) {
    super(inChannels, outChannels, kernelSize, 2, options, true);
    this.padding = padding;
    this.outputPadding = outputPadding;
  }

  /** @shape x [N, C, H, W] or [C, H, W] → [N, O, H′, W′] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<ChannelMap<S, I, O, Spatial2, 'convTranspose2d'>>,
  ): Tensor<Ok<ChannelMap<S, I, O, Spatial2, 'convTranspose2d'>>>;
  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose2d(x, weight, { bias, stride, padding, outputPadding, dilation, groups });
  }
}
