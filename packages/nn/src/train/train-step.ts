import { AnomalyError, backward } from '@ml/autograd';
import { div, isTensor, type Tensor, tidy } from '@ml/tensor';
import type { Module } from '../module.ts';
import { clipScale, gradNorm } from '../optim/clip-grad-norm.ts';
import type { Optimizer } from '../optim/optimizer.ts';
import type { BatchSource } from './batch-source.ts';
import { findAnomaly } from './find-anomaly.ts';
import { TrainingError } from './training-error.ts';

export interface TrainStepOptions<M extends Module, B> {
  /** The scalar to minimise for one batch. */
  readonly loss: (model: M, batch: B) => Tensor;
  readonly optimizer: Optimizer;
  /** Longest gradient; longer ones are scaled down. Default: no limit. */
  readonly clipNorm?: number | undefined;
  /** Batches whose gradients are averaged into one update; default 1. */
  readonly accumulate?: number | undefined;
  /** Tokens or samples in a batch; default: the elements of `batch.targets` where there is such a tensor, else 1. */
  readonly items?: ((batch: B) => number) | undefined;
  /** Look at every value for the operation that first makes NaN or an infinity (`findAnomaly`); slow. Default false. */
  readonly detectAnomaly?: boolean | undefined;
}

export interface TrainStepResult {
  readonly loss: number;
  readonly gradNorm: number;
  readonly items: number;
}

/**
 * One update: losses and gradients of `accumulate` batches, clipping, an optimizer step. Every batch has a scope of its own,
 * so at the end only parameters and optimizer state are left in memory.
 *
 * @param step number of this step, for messages
 * @throws {TrainingError} when the loss is not finite; the parameters are then as they were, and with `detectAnomaly` it
 * names the operation
 */
export function trainStep<M extends Module, B>(
  model: M,
  data: BatchSource<B>,
  step: number,
  options: TrainStepOptions<M, B>,
): TrainStepResult {
  if (options.detectAnomaly !== true) return update(model, data, step, options);
  try {
    return findAnomaly(model, () => update(model, data, step, options));
  } catch (cause) {
    if (!(cause instanceof AnomalyError)) throw cause;
    model.zeroGrad();
    throw new TrainingError(`step ${step}: ${cause.message}`, { cause });
  }
}

function update<M extends Module, B>(
  model: M,
  data: BatchSource<B>,
  step: number,
  { loss, optimizer, clipNorm = Infinity, accumulate = 1, items = targetCount }: TrainStepOptions<M, B>,
): TrainStepResult {
  model.zeroGrad();
  let total = 0;
  let count = 0;
  for (let i = 0; i < accumulate; i++) {
    tidy(() => {
      const batch = data.next();
      const value = loss(model, batch);
      const number = value.item();
      if (!Number.isFinite(number)) {
        throw new TrainingError(
          `step ${step}: the loss is ${number}; try a smaller learning rate, clipNorm, or look at the data; detectAnomaly names the operation`,
        );
      }
      total += number;
      count += items(batch);
      backward(accumulate === 1 ? value : div(value, accumulate));
    });
  }
  const norm = gradNorm(optimizer.parameters());
  if (!Number.isFinite(norm)) {
    const name = model.namedParameters().find(([, parameter]) => !Number.isFinite(gradNorm([parameter])))?.[0];
    model.zeroGrad();
    throw new TrainingError(
      `step ${step}: the gradient of ${name} is not finite, though the loss is ${total / accumulate}`,
    );
  }
  optimizer.step({ gradScale: clipScale(norm, clipNorm) });
  // All of the model's, not only those that are optimized: what nobody reads must not pile up.
  model.zeroGrad();
  return { loss: total / accumulate, gradNorm: norm, items: count };
}

function targetCount(batch: unknown): number {
  const targets = typeof batch === 'object' && batch !== null && 'targets' in batch ? batch.targets : undefined;
  return isTensor(targets) ? targets.size : 1;
}
