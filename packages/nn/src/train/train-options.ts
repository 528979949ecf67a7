import type { Module } from '../module.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { BatchSource } from './batch-source.ts';
import type { Evaluation, Measurements, TrainCallback } from './train-event.ts';
import type { TrainStepOptions } from './train-step.ts';

/** Where a run stands when it asks for a checkpoint. */
export interface TrainState<E extends Measurements = Evaluation> {
  /** Steps taken so far: the `startStep` of a resumed run. */
  readonly step: number;
  /** The best value of `monitor` so far, to be given back as `bestLoss`; null before the first. */
  readonly bestLoss: number | null;
  /** Whether that value is of this very moment, or was reached since the last checkpoint. */
  readonly best: boolean;
  /** What was measured at this very step; null when nothing was. */
  readonly evaluation: E | null;
  readonly reason: 'interval' | 'end' | 'stopped';
}

export interface TrainOptions<M extends Module, B, E extends Measurements = Evaluation> extends TrainStepOptions<M, B> {
  /** Steps in all. This or `epochs` must be given; with both, what is reached first ends the run. */
  readonly maxSteps?: number | undefined;
  /** Times through the data, which must have a `length`: a DataLoader has. */
  readonly epochs?: number | undefined;
  /** Steps already taken, when a run is resumed; default 0. */
  readonly startStep?: number | undefined;
  /** Learning rate of each step; default: what the optimizer has. */
  readonly schedule?: Schedule | undefined;
  /**
   * What to measure and report, without gradients and with the model in evaluation mode; `evaluate` over a data set is made
   * for it. It must not draw from the run's generators. What an asynchronous one computes itself after its first `await`
   * it should compute under `noGrad`.
   */
  readonly evaluate?: ((model: M) => E | Promise<E>) | undefined;
  /** Steps between evaluations, one before the first step and one at the end included. Default: an epoch; without epochs only those two. */
  readonly evalInterval?: number | undefined;
  /** The measurement that says which weights are best; default 'validationLoss'. */
  readonly monitor?: (keyof E & string) | undefined;
  /** Whether lower or higher values of it are better; default 'min'. */
  readonly mode?: 'min' | 'max' | undefined;
  /** Saves the run and says where. */
  readonly checkpoint?: ((state: TrainState<E>) => string | Promise<string>) | undefined;
  /** Steps between checkpoints, one at the end and one on stopping included. Default: an epoch; without epochs only those. */
  readonly checkpointInterval?: number | undefined;
  /** The best value of `monitor` before `startStep`. */
  readonly bestLoss?: number | null | undefined;
  /** Told of every event, each waited for before the next is. */
  readonly callbacks?: readonly TrainCallback<E>[] | undefined;
  /** Stops the run after the step under way, with a checkpoint. */
  readonly signal?: AbortSignal | undefined;
}

/** How long a run is, in steps. */
export interface RunLength {
  readonly maxSteps: number;
  /** Steps in an epoch, the last of which may average over fewer batches; null where the data has no length. */
  readonly stepsPerEpoch: number | null;
}

/** @throws {RangeError} when an option is out of its range, naming it */
export function runLength<M extends Module, B, E extends Measurements>(
  data: BatchSource<B>,
  options: TrainOptions<M, B, E>,
): RunLength {
  const { maxSteps, epochs, startStep = 0, evalInterval, checkpointInterval, accumulate } = options;
  for (const [name, value] of Object.entries({ maxSteps, epochs, startStep }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new RangeError(`train: ${name} must be a whole number ≥ 0, not ${value}`);
  for (const [name, value] of Object.entries({ evalInterval, checkpointInterval, accumulate }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`train: ${name} must be a whole number ≥ 1, not ${value}`);
  const { length } = data;
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 1))
    throw new RangeError(`train: the data must have at least one batch in an epoch, not ${length}`);
  const stepsPerEpoch = length === undefined ? null : Math.ceil(length / (accumulate ?? 1));
  if (maxSteps === undefined && epochs === undefined)
    throw new RangeError('train: say how long with maxSteps or epochs');
  if (epochs === undefined) return { maxSteps: maxSteps as number, stepsPerEpoch };
  if (stepsPerEpoch === null)
    throw new RangeError('train: epochs need data with a length, as a DataLoader has; say how long with maxSteps');
  return { maxSteps: Math.min(maxSteps ?? Infinity, epochs * stepsPerEpoch), stepsPerEpoch };
}
