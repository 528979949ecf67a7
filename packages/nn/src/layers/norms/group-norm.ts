import type { Parameter } from '@ml/autograd';
import { type FloatDType, layerNorm, reshape, type Shape, ShapeError, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';
import { channelAffine, scaleChannels } from './channel-scale.ts';

export interface GroupNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** Learn a scale and an offset for each channel; default true. */
  readonly affine?: boolean;
  readonly dtype?: FloatDType;
}

/**
 * Normalises groups of channels, each sample by itself: y = (x − μ)/√(σ² + eps)·weight + bias, μ and σ² over the channels of a
 * group and all positions.
 *
 * @shape x [N, C, ...] → as x
 * @throws {RangeError} when the channels do not fall into groups of equal size
 * @throws {ShapeError} when x does not have C channels
 * @reference Wu & He, arXiv:1803.08494; torch.nn.GroupNorm
 * @example
 * new GroupNorm(1, 2, { eps: 0 }).forward(tensor([[[1], [3]]])).toArray() // => [[[-1], [1]]]
 */
export class GroupNorm extends Layer<SameShape> {
  readonly weight: Parameter<[number]> | null;
  readonly bias: Parameter<[number]> | null;
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;

  constructor(
    numGroups: number,
    numChannels: number,
    { eps = 1e-5, affine = true, dtype = 'float32' }: GroupNormOptions = {},
  ) {
    super();
    if (!(Number.isSafeInteger(numGroups) && numGroups >= 1) || numChannels % numGroups !== 0) {
      throw new RangeError(`GroupNorm: ${numChannels} channels do not fall into ${numGroups} groups of equal size`);
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    const learned = channelAffine(numChannels, affine, dtype);
    this.weight = learned?.weight ?? null;
    this.bias = learned?.bias ?? null;
  }

  /** @shape x [N, C, ...] → as x */
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    if (x.rank < 2 || x.shape[1] !== this.numChannels) {
      const problem = `x has ${x.shape[1] ?? 'no'} channels, the layer ${this.numChannels}`;
      throw new ShapeError({ op: 'GroupNorm', problem, shapes: [x.shape, [this.numChannels]], axis: 1 });
    }
    return scaleChannels(normalizeGroups(x, this.numGroups, this.eps), this.weight, this.bias);
  }
}

/** The channels of a group lie side by side: to normalise them is a layer norm of one long row. */
export function normalizeGroups(x: Tensor, groups: number, eps: number): Tensor {
  if (x.size === 0) return x;
  const rows: Tensor = reshape(x, [x.shape[0] * groups, x.size / (x.shape[0] * groups)]);
  return reshape(layerNorm(rows, { eps }), x.shape);
}
