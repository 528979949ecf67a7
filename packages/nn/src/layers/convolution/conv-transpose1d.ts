import type { Guard, Ok, Shape, Tensor } from '@ml/tensor';
import { convTranspose1d, type PerAxis } from '@ml/tensor/layers';
import type { ShapeMap } from '../layer.ts';
import type { ChannelMap, Spatial1 } from './channel-map.ts';
import { Convolution, type ConvolutionOptions } from './convolution.ts';

export interface ConvTranspose1dOptions extends ConvolutionOptions {
  /** Cut off the result on both sides; default 0. */
  readonly padding?: PerAxis;
  /** More elements on the far side of the result; default 0. */
  readonly outputPadding?: PerAxis;
}

interface ConvTranspose1dMap<I extends number, O extends number> extends ShapeMap {
  readonly output: ChannelMap<this['input'], I, O, Spatial1, 'convTranspose1d'>;
}

/**
 * Transposed convolution over one axis: every element of x adds a kernel, weighted by it, to the result.
 *
 * Weight and bias start uniform in ±1/√fanIn, as in PyTorch.
 *
 * @shape x [N, C, L] or [C, L], weight [C, O / groups, K], bias [O] → [N, O, L′]
 * @throws {ShapeError} when x has another number of channels
 * @throws {RangeError} when channels do not divide into groups
 * @reference torch.nn.ConvTranspose1d
 * @example
 * const layer = new ConvTranspose1d(1, 1, 2, { stride: 2, bias: false });
 * layer.loadStateDict({ weight: tensor([[[1, 10]]]) });
 * layer.forward(tensor([[1, 2]])).toArray() // => [[1, 10, 2, 20]]
 */
export class ConvTranspose1d<const I extends number = number, const O extends number = number> extends Convolution<
  ConvTranspose1dMap<I, O>
> {
  readonly padding: PerAxis;
  readonly outputPadding: PerAxis;

  constructor(
    inChannels: I,
    outChannels: O,
    kernelSize: PerAxis,
    { padding = 0, outputPadding = 0, ...options }: ConvTranspose1dOptions = {},
  ) {
    super(inChannels, outChannels, kernelSize, 1, options, true);
    this.padding = padding;
    this.outputPadding = outputPadding;
  }

  /** @shape x [N, C, L] or [C, L] → [N, O, L′] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<ChannelMap<S, I, O, Spatial1, 'convTranspose1d'>>,
  ): Tensor<Ok<ChannelMap<S, I, O, Spatial1, 'convTranspose1d'>>>;
  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose1d(x, weight, { bias, stride, padding, outputPadding, dilation, groups });
  }
}
