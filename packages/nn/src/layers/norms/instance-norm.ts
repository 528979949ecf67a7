import type { Parameter } from '@ml/autograd';
import { type FloatDType, type Shape, ShapeError, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';
import { channelAffine, scaleChannels } from './channel-scale.ts';
import { normalizeGroups } from './group-norm.ts';

export interface InstanceNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** Learn a scale and an offset; default false. */
  readonly affine?: boolean;
  readonly dtype?: FloatDType;
}

/** Normalises each channel of each sample over its positions: y = (x − μ)/√(σ² + eps)·weight + bias. */
abstract class InstanceNorm extends Layer<SameShape> {
  readonly weight: Parameter<[number]> | null;
  readonly bias: Parameter<[number]> | null;
  readonly numFeatures: number;
  readonly eps: number;

  constructor(numFeatures: number, { eps = 1e-5, affine = false, dtype = 'float32' }: InstanceNormOptions = {}) {
    super();
    this.numFeatures = numFeatures;
    this.eps = eps;
    const learned = channelAffine(numFeatures, affine, dtype);
    this.weight = learned?.weight ?? null;
    this.bias = learned?.bias ?? null;
  }

  /** Axes behind the channels. */
  protected abstract spatialAxes(): number;

  /** @shape x [N, C, ...] → as x */
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    const refuse = (problem: string, axis?: number) =>
      new ShapeError({ op: this.constructor.name, problem, shapes: [x.shape, [this.numFeatures]], axis });
    const rank = 2 + this.spatialAxes();
    if (x.rank !== rank) throw refuse(`x must have ${rank} axes, but has ${x.rank}`);
    if (x.shape[1] !== this.numFeatures) {
      throw refuse(`x has ${x.shape[1]} channels, the layer ${this.numFeatures}`, 1);
    }
    if (x.size === x.shape[0] * x.shape[1]) throw refuse('one position for each channel has no variance');
    return scaleChannels(normalizeGroups(x, this.numFeatures, this.eps), this.weight, this.bias);
  }
}

/**
 * Normalises each channel of each signal: y = (x − μ)/√(σ² + eps)·weight + bias.
 *
 * @shape x [N, C, L] → as x
 * @throws {ShapeError} when x does not have C channels, or has one position only
 * @reference Ulyanov et al., arXiv:1607.08022; torch.nn.InstanceNorm1d without running statistics
 * @example
 * new InstanceNorm1d(1, { eps: 0 }).forward(tensor([[[1, 3]]])).toArray() // => [[[-1, 1]]]
 */
export class InstanceNorm1d extends InstanceNorm {
  protected override spatialAxes(): number {
    return 1;
  }
}

/**
 * Normalises each channel of each image: y = (x − μ)/√(σ² + eps)·weight + bias.
 *
 * @shape x [N, C, H, W] → as x
 * @throws {ShapeError} when x does not have C channels, or has one position only
 * @reference Ulyanov et al., arXiv:1607.08022; torch.nn.InstanceNorm2d without running statistics
 */
export class InstanceNorm2d extends InstanceNorm {
  protected override spatialAxes(): number {
    return 2;
  }
}

/**
 * Normalises each channel of each volume: y = (x − μ)/√(σ² + eps)·weight + bias.
 *
 * @shape x [N, C, D, H, W] → as x
 * @throws {ShapeError} when x does not have C channels, or has one position only
 * @reference Ulyanov et al., arXiv:1607.08022; torch.nn.InstanceNorm3d without running statistics
 */
export class InstanceNorm3d extends InstanceNorm {
  protected override spatialAxes(): number {
    return 3;
  }
}
