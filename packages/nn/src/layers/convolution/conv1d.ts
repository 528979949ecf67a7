import type { Guard, Ok, Shape, Tensor } from '@ml/tensor';
import { conv1d, type PerAxis } from '@ml/tensor/layers';
import type { ShapeMap } from '../layer.ts';
import type { ChannelMap, Spatial1 } from './channel-map.ts';
import { Convolution, type ConvolutionOptions } from './convolution.ts';
import { borderOf, type PaddingMode, padded } from './padded.ts';

export interface Conv1dOptions extends ConvolutionOptions {
  /** Border on both sides; 'same' keeps sizes (stride 1 only), 'valid' is 0, the default. */
  readonly padding?: PerAxis | 'same' | 'valid';
  /** What the border is made of; default 'zeros'. */
  readonly paddingMode?: PaddingMode;
}

interface Conv1dMap<I extends number, O extends number> extends ShapeMap {
  readonly output: ChannelMap<this['input'], I, O, Spatial1, 'conv1d'>;
}

/**
 * Convolution over one axis: y[n, o, i] = b[o] + Σ w[o, c, t]·x[n, c, i·stride + t·dilation − padding].
 *
 * Weight and bias start uniform in ±1/√fanIn, as in PyTorch.
 *
 * @shape x [N, C, L] or [C, L], weight [O, C / groups, K], bias [O] → [N, O, L′]
 * @throws {ShapeError} when x has another number of channels, or is smaller than the kernel
 * @throws {RangeError} when channels do not divide into groups
 * @reference torch.nn.Conv1d
 * @example
 * const layer = new Conv1d(1, 1, 2, { bias: false });
 * layer.loadStateDict({ weight: tensor([[[1, 10]]]) });
 * layer.forward(tensor([[1, 2, 4]])).toArray() // => [[21, 42]]
 */
export class Conv1d<const I extends number = number, const O extends number = number> extends Convolution<
  Conv1dMap<I, O>
> {
  readonly padding: PerAxis | 'same' | 'valid';
  readonly paddingMode: PaddingMode;

  constructor(
    inChannels: I,
    outChannels: O,
    kernelSize: PerAxis,
    { padding = 0, paddingMode = 'zeros', ...options }: Conv1dOptions = {},
  ) {
    super(inChannels, outChannels, kernelSize, 1, options, false);
    this.padding = padding;
    this.paddingMode = paddingMode;
  }

  /** @shape x [N, C, L] or [C, L] → [N, O, L′] */
  override forward<S extends Shape>(
    x: Tensor<S> & Guard<ChannelMap<S, I, O, Spatial1, 'conv1d'>>,
  ): Tensor<Ok<ChannelMap<S, I, O, Spatial1, 'conv1d'>>>;
  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, dilation, groups, padding, paddingMode } = this;
    if (paddingMode === 'zeros') return conv1d(x, weight, { bias, stride, padding, dilation, groups });
    const border = borderOf(padding, this.kernelSize, dilation);
    return conv1d(padded(x, border, paddingMode), weight, { bias, stride, dilation, groups });
  }
}
