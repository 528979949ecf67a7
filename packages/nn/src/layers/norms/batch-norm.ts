import type { Parameter } from '@ml/autograd';
import { detach, noGrad } from '@ml/autograd';
import {
  add,
  type FloatDType,
  item,
  mean,
  mul,
  ones,
  reshape,
  rsqrt,
  ShapeError,
  square,
  sub,
  type Tensor,
  tensor,
  tidy,
  zeros,
} from '@ml/tensor';
import { type BufferTensor, buffer } from '../../buffer.ts';
import { overwrite } from '../../overwrite.ts';
import { Layer, type SameShape } from '../layer.ts';
import { alongChannels, channelAffine } from './channel-scale.ts';

export interface BatchNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** Share of a batch in the running statistics, or null for the mean over all batches; default 0.1. */
  readonly momentum?: number | null;
  /** Learn a scale and an offset; default true. */
  readonly affine?: boolean;
  /** Keep running statistics, used in evaluation; default true. */
  readonly trackRunningStats?: boolean;
  readonly dtype?: FloatDType;
}

/**
 * Normalises each channel over batch and positions: y = (x − μ)/√(σ² + eps)·weight + bias.
 *
 * In training μ and σ² (the population variance) are those of the batch, and the running statistics move towards its mean and
 * its sample variance. In evaluation the running ones are used, where they are kept.
 */
abstract class BatchNorm extends Layer<SameShape> {
  readonly weight: Parameter<[number]> | null;
  readonly bias: Parameter<[number]> | null;
  readonly running_mean: BufferTensor | null;
  readonly running_var: BufferTensor | null;
  readonly num_batches_tracked: BufferTensor | null;
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;

  constructor(
    numFeatures: number,
    { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true, dtype = 'float32' }: BatchNormOptions = {},
  ) {
    super();
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    const learned = channelAffine(numFeatures, affine, dtype);
    this.weight = learned?.weight ?? null;
    this.bias = learned?.bias ?? null;
    const kept = (make: () => Tensor): BufferTensor | null => (trackRunningStats ? tidy(() => buffer(make())) : null);
    this.running_mean = kept(() => zeros([numFeatures], { dtype }));
    this.running_var = kept(() => ones([numFeatures], { dtype }));
    this.num_batches_tracked = kept(() => tensor(0, { dtype: 'int32' }) as Tensor);
  }

  /** How many axes x may have. */
  protected abstract ranks(): readonly number[];

  /** @shape x [N, C, ...] → as x */
  override forward<S extends Tensor['shape']>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    this.#check(x);
    const { running_mean, running_var } = this;
    if (!this.training && running_mean !== null && running_var !== null) {
      return this.#scaled(sub(x, alongChannels(running_mean, x.rank)) as Tensor, running_var);
    }
    const axis = x.shape.map((_, i) => i).filter((i) => i !== 1);
    const mu = mean(x, { axis, keepDims: true }) as Tensor; // [1, C, 1, ...]
    const centered: Tensor = sub(x, mu);
    const spread = mean(square(centered), { axis }) as Tensor; // [C]
    if (this.training) this.#track(mu, spread, x.size / this.numFeatures);
    return this.#scaled(centered, spread);
  }

  /** centered·weight/√(variance + eps) + bias, with one factor for each channel. */
  #scaled(centered: Tensor, variance: Tensor): Tensor {
    const rstd: Tensor = rsqrt(add(variance, this.eps) as Tensor);
    const factor: Tensor = this.weight === null ? rstd : mul(rstd, this.weight);
    const scaled: Tensor = mul(centered, alongChannels(factor, centered.rank));
    return this.bias === null ? scaled : add(scaled, alongChannels(this.bias, centered.rank));
  }

  #track(mu: Tensor, variance: Tensor, count: number): void {
    const { running_mean, running_var, num_batches_tracked } = this;
    if (running_mean === null || running_var === null || num_batches_tracked === null) return;
    tidy(() =>
      noGrad(() => {
        const batches = item(num_batches_tracked) + 1;
        overwrite(num_batches_tracked, tensor(batches, { dtype: 'int32' }) as Tensor);
        const share = this.momentum ?? 1 / batches;
        const move = (running: Tensor, seen: Tensor): void =>
          overwrite(running, add(mul(running, 1 - share), mul(seen, share)) as Tensor);
        move(running_mean, reshape(detach(mu), [this.numFeatures]) as Tensor);
        move(running_var, mul(detach(variance), count / (count - 1)) as Tensor);
      }),
    );
  }

  #check(x: Tensor): void {
    const op = this.constructor.name;
    const refuse = (problem: string, axis?: number) =>
      new ShapeError({ op, problem, shapes: [x.shape, [this.numFeatures]], axis });
    if (!this.ranks().includes(x.rank))
      throw refuse(`x must have ${this.ranks().join(' or ')} axes, but has ${x.rank}`);
    if (x.shape[1] !== this.numFeatures) {
      throw refuse(`x has ${x.shape[1]} channels, the layer ${this.numFeatures}`, 1);
    }
    if (this.training && x.size === this.numFeatures) {
      throw refuse('one value for each channel has no variance; train with more, or use eval()');
    }
  }
}

/**
 * Batch normalisation of features, or of signals with channels: y = (x − μ)/√(σ² + eps)·weight + bias for each channel.
 *
 * @shape x [N, C] or [N, C, L] → as x
 * @throws {ShapeError} when x does not have C channels, or one value for each of them in training
 * @reference Ioffe & Szegedy, arXiv:1502.03167; torch.nn.BatchNorm1d
 * @example
 * new BatchNorm1d(1, { eps: 0 }).forward(tensor([[1], [3]])).toArray() // => [[-1], [1]]
 */
export class BatchNorm1d extends BatchNorm {
  protected override ranks(): readonly number[] {
    return [2, 3];
  }
}

/**
 * Batch normalisation of images: y = (x − μ)/√(σ² + eps)·weight + bias for each channel.
 *
 * @shape x [N, C, H, W] → as x
 * @throws {ShapeError} when x does not have C channels, or one value for each of them in training
 * @reference Ioffe & Szegedy, arXiv:1502.03167; torch.nn.BatchNorm2d
 * @example
 * Object.keys(new BatchNorm2d(3).stateDict()).slice(2) // => ['running_mean', 'running_var', 'num_batches_tracked']
 */
export class BatchNorm2d extends BatchNorm {
  protected override ranks(): readonly number[] {
    return [4];
  }
}

/**
 * Batch normalisation of volumes: y = (x − μ)/√(σ² + eps)·weight + bias for each channel.
 *
 * @shape x [N, C, D, H, W] → as x
 * @throws {ShapeError} when x does not have C channels, or one value for each of them in training
 * @reference Ioffe & Szegedy, arXiv:1502.03167; torch.nn.BatchNorm3d
 */
export class BatchNorm3d extends BatchNorm {
  protected override ranks(): readonly number[] {
    return [5];
  }
}
