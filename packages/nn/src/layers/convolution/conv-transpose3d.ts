import type { Guard, Ok, Shape, Tensor } from '@ml/tensor';
import { convTranspose3d, type PerAxis } from '@ml/tensor/layers';
import type { ShapeMap } from '../layer.ts';
import type { ChannelMap, Spatial3 } from './channel-map.ts';
import { Convolution, type ConvolutionOptions } from './convolution.ts';

export interface ConvTranspose3dOptions extends ConvolutionOptions {
  /** Cut off the result on both sides; default 0. */
  readonly padding?: PerAxis;
  /** More elements on the far side of the result; default 0. */
  readonly outputPadding?: PerAxis;
}

interface ConvTranspose3dMap<I extends number, O extends number> extends ShapeMap {
  readonly output: ChannelMap<this['input'], I, O, Spatial3, 'convTranspose3d'>;
}

/**
 * Transposed convolution over depth, height and width: every element of x adds a kernel, weighted by it, to the result.
 *
 * Weight and bias start uniform in ±1/√fanIn, as in PyTorch.
 *
 * @shape x [N, C, D, H, W] or [C, D, H, W], weight [C, O / groups, KD, KH, KW], bias [O] → [N, O, D′, H′, W′]
 * @throws {ShapeError} when x has another number of channels
 * @throws {RangeError} when channels do not divide into groups
 * @reference torch.nn.ConvTranspose3d
 * @example
 * const layer = new ConvTranspose3d(1, 1, [1, 1, 2], { stride: [1, 1, 2], bias: false });
 * layer.loadStateDict({ weight: tensor([[[[[1, 10]]]]]) });
 * layer.forward(tensor([[[[1, 2]]]])).toArray() // => [[[[1, 10, 2, 20]]]]
 */
export class ConvTranspose3d<const I extends number = number, const O extends number = number> extends Convolution<
  ConvTranspose3dMap<I, O>
> {
  readonly padding: PerAxis;
  readonly outputPadding: PerAxis;

  constructor(
    inChannels: I,
    outChannels: O,
    kernelSize: PerAxis,
    { padding = 0, outputPadding = 0, ...options }: ConvTranspose3dOptions = {},
  ) {
    super(inChannels, outChannels, kernelSize, 3, options, true);
    this.padding = padding;
    this.outputPadding = outputPadding;
  }

  /** @shape x [N, C, D, H, W] or [C, D, H, W] → [N, O, D′, H′, W′] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<ChannelMap<S, I, O, Spatial3, 'convTranspose3d'>>,
  ): Tensor<Ok<ChannelMap<S, I, O, Spatial3, 'convTranspose3d'>>>;
  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose3d(x, weight, { bias, stride, padding, outputPadding, dilation, groups });
  }
}
