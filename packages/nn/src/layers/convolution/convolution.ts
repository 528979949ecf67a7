import type { Parameter } from '@ml/autograd';
import { defaultRng, type FloatDType, type Rng } from '@ml/tensor';
import type { PerAxis } from '@ml/tensor/layers';
import { learned } from '../../init/learned.ts';
import { Layer, type ShapeMap } from '../layer.ts';

export interface ConvolutionOptions {
  /** Distance between positions; default 1. */
  readonly stride?: PerAxis;
  /** Distance between taps; default 1. */
  readonly dilation?: PerAxis;
  /** Parts into which channels fall, each seeing its own only; default 1. */
  readonly groups?: number;
  /** Learn an offset per channel; default true. */
  readonly bias?: boolean;
  readonly rng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

/**
 * The learned part of all convolutions: a kernel and an offset, which start uniform in ±1/√fanIn (Kaiming with a = √5), as in
 * PyTorch.
 */
export abstract class Convolution<M extends ShapeMap> extends Layer<M> {
  readonly weight: Parameter;
  readonly bias: Parameter | null; // [out]
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: PerAxis;
  readonly dilation: PerAxis;
  readonly groups: number;

  protected constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    axes: number,
    { stride = 1, dilation = 1, groups = 1, bias = true, rng = defaultRng(), dtype = 'float32' }: ConvolutionOptions,
    transposed: boolean,
  ) {
    super();
    const op = this.constructor.name;
    const kernel = typeof kernelSize === 'number' ? Array.from({ length: axes }, () => kernelSize) : [...kernelSize];
    if (kernel.length !== axes || !kernel.every((n) => Number.isInteger(n) && n >= 1))
      throw new RangeError(`${op}: kernelSize must be ${axes} whole numbers ≥ 1, not ${kernelSize}`);
    if (!Number.isInteger(groups) || groups < 1)
      throw new RangeError(`${op}: groups must be a whole number ≥ 1, not ${groups}`);
    for (const [name, channels] of [
      ['inChannels', inChannels],
      ['outChannels', outChannels],
    ] as const) {
      if (!Number.isInteger(channels) || channels < 1 || channels % groups !== 0)
        throw new RangeError(`${op}: ${name} must be a multiple of groups, ${groups}, not ${channels}`);
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernel;
    this.stride = stride;
    this.dilation = dilation;
    this.groups = groups;
    const [rows, columns] = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    const bound = 1 / Math.sqrt(kernel.reduce((product, n) => product * n, columns));
    this.weight = learned([rows, columns, ...kernel], dtype, (values) => rng.fillUniform(values, -bound, bound));
    this.bias = bias ? learned([outChannels], dtype, (values) => rng.fillUniform(values, -bound, bound)) : null;
  }
}
