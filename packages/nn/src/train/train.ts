import { noGrad } from '@ml/autograd';
import { tidy } from '@ml/tensor';
import type { Module } from '../module.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { BatchSource } from './batch-source.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { TrainEvent } from './train-event.ts';
import { type TrainStepOptions, trainStep } from './train-step.ts';

export interface Evaluation {
  readonly trainLoss: number;
  readonly validationLoss: number;
}

/** Where a run stands when it asks for a checkpoint. */
export interface TrainState {
  /** Steps taken so far: the `startStep` of a resumed run. */
  readonly step: number;
  /** The lowest validation loss so far, to be given back as `bestLoss`; null before the first evaluation. */
  readonly bestLoss: number | null;
  /** Whether that loss is of this very moment, or was reached since the last checkpoint. */
  readonly best: boolean;
  readonly reason: 'interval' | 'end' | 'stopped';
}

export interface TrainOptions<M extends Module, B> extends TrainStepOptions<M, B> {
  readonly maxSteps: number;
  /** Steps already taken, when a run is resumed; default 0. */
  readonly startStep?: number | undefined;
  /** Learning rate of each step; default: what the optimizer has. */
  readonly schedule?: Schedule | undefined;
  /** Losses to report, computed without gradients and with the model in evaluation mode. It must not draw from the run's generators. */
  readonly evaluate?: ((model: M) => Evaluation) | undefined;
  /** Steps between evaluations, one before the first step and one at the end included; default: only those two. */
  readonly evalInterval?: number | undefined;
  /** Saves the run and says where. */
  readonly checkpoint?: ((state: TrainState) => string | Promise<string>) | undefined;
  /** Steps between checkpoints, one at the end and one on stopping included; default: only those. */
  readonly checkpointInterval?: number | undefined;
  /** Lowest validation loss before `startStep`. */
  readonly bestLoss?: number | null | undefined;
  /** Stops the run after the step under way, with a checkpoint. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains a model, and tells about it as it goes along.
 *
 * Memory takes care of itself: every step has a scope of its own, and after the first the heap stays as large as it is. The
 * event loop turns between steps, so that a screen, Ctrl-C and timers work. Leaving the loop early ends the run.
 *
 * @throws {TrainingError} when a loss is not finite, naming the step
 * @throws {RangeError} when an option is out of its range
 * @example
 * const layer = new Linear(1, 1);
 * const data = { next: () => tensor([[1], [2]]), getState: () => null, setState() {} };
 * const loss = (model: Linear, x: Tensor) => mse(model.forward(x), x.mul(2));
 * const types: string[] = [];
 * for await (const event of train(layer, data, { loss, optimizer: new SGD(layer.parameters()), maxSteps: 2 })) types.push(event.type);
 * types // => ['start', 'step', 'step', 'end']
 */
export async function* train<M extends Module, B>(
  model: M,
  data: BatchSource<B>,
  options: TrainOptions<M, B>,
): AsyncGenerator<TrainEvent, void, void> {
  const { optimizer, maxSteps, startStep = 0, schedule, evaluate, checkpoint, signal } = options;
  const { evalInterval = Infinity, checkpointInterval = Infinity } = options;
  checkOptions(options);
  let step = startStep;
  let bestLoss = options.bestLoss ?? null;
  let improved = false;
  let savedAt = -1;

  const runEvaluation = (compute: (model: M) => Evaluation): TrainEvent => {
    const { trainLoss, validationLoss } = evaluated(model, compute);
    if (bestLoss === null || validationLoss < bestLoss) {
      bestLoss = validationLoss;
      improved = true;
    }
    return { type: 'eval', step, trainLoss, validationLoss };
  };
  const save = async (
    write: (state: TrainState) => string | Promise<string>,
    reason: TrainState['reason'],
  ): Promise<TrainEvent> => {
    const best = improved;
    const path = await write({ step, bestLoss, best, reason });
    improved = false;
    savedAt = step;
    return { type: 'checkpoint', step, path, best };
  };

  yield { type: 'start', step, maxSteps, parameters: model.parameterCount() };
  // A resumed run was evaluated at its first step before it was interrupted.
  if (evaluate !== undefined && step === 0) yield runEvaluation(evaluate);
  while (step < maxSteps && !signal?.aborted) {
    const learningRate = schedule === undefined ? optimizer.groups[0].lr : schedule(step);
    if (schedule !== undefined) optimizer.setLearningRate(learningRate);
    const began = performance.now();
    model.train();
    const result = trainStep(model, data, step + 1, options);
    step++;
    yield { type: 'step', step, learningRate, ...result, seconds: (performance.now() - began) / 1000 };
    if (evaluate !== undefined && (step % evalInterval === 0 || step === maxSteps)) yield runEvaluation(evaluate);
    if (checkpoint !== undefined && step % checkpointInterval === 0 && step < maxSteps)
      yield await save(checkpoint, 'interval');
    await eventLoopTurn();
  }
  const reason = step < maxSteps ? 'stopped' : 'finished';
  if (checkpoint !== undefined && savedAt !== step)
    yield await save(checkpoint, reason === 'finished' ? 'end' : 'stopped');
  yield { type: 'end', step, reason };
}

/** Runs `compute` in a scope of its own, without gradients and with dropout off. */
function evaluated<M extends Module>(model: M, compute: (model: M) => Evaluation): Evaluation {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  try {
    return tidy(() => noGrad(() => compute(model)));
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

function checkOptions<M extends Module, B>(options: TrainOptions<M, B>): void {
  const { maxSteps, startStep = 0, evalInterval, checkpointInterval, accumulate } = options;
  if (!(Number.isSafeInteger(maxSteps) && maxSteps >= 0))
    throw new RangeError(`train: maxSteps must be a whole number ≥ 0, not ${maxSteps}`);
  if (!(Number.isSafeInteger(startStep) && startStep >= 0))
    throw new RangeError(`train: startStep must be a whole number ≥ 0, not ${startStep}`);
  for (const [name, value] of Object.entries({ evalInterval, checkpointInterval, accumulate })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      throw new RangeError(`train: ${name} must be a whole number ≥ 1, not ${value}`);
    }
  }
}
