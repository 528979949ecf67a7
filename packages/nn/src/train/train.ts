import { noGrad } from '@ml/autograd';
import { tidy } from '@ml/tensor';
import type { Module } from '../module.ts';
import type { BatchSource } from './batch-source.ts';
import { BestValue } from './best-value.ts';
import { inEvaluationMode } from './evaluation-mode.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { Evaluation, Measurements, TrainEvent } from './train-event.ts';
import { runLength, type TrainOptions, type TrainState } from './train-options.ts';
import { trainStep } from './train-step.ts';

/**
 * Trains a model, and tells about it as it goes along: for `maxSteps` steps, or for `epochs` times through the data.
 *
 * Memory takes care of itself: every step has a scope of its own, and after the first the heap stays as large as it is. The
 * event loop turns between steps, so that a screen, Ctrl-C and timers work. Leaving the loop early ends the run.
 *
 * Data with a length, such as a DataLoader, has epochs: an event at each end, after the evaluation there. No step reaches over
 * the end of an epoch; with `accumulate` the last may average over fewer batches.
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
export async function* train<M extends Module, B, E extends Measurements = Evaluation>(
  model: M,
  data: BatchSource<B>,
  options: TrainOptions<M, B, E>,
): AsyncGenerator<TrainEvent<E>, void, void> {
  const { optimizer, startStep = 0, schedule, evaluate, checkpoint, signal, accumulate = 1, callbacks = [] } = options;
  const { maxSteps, stepsPerEpoch } = runLength(data, options);
  const { evalInterval = stepsPerEpoch ?? Infinity, checkpointInterval = stepsPerEpoch ?? Infinity } = options;
  const best = new BestValue(options.monitor, options.mode ?? 'min', options.bestLoss ?? null);
  let step = startStep;
  let improved = false;
  let evaluation: E | null = null;
  let savedAt = -1;
  let stopping = false;
  let epoch = { loss: 0, items: 0, seconds: 0 };

  const tell = async (event: TrainEvent<E>): Promise<TrainEvent<E>> => {
    for (const callback of callbacks) if ((await callback(event)) === 'stop') stopping = true;
    return event;
  };
  const runEvaluation = async (compute: (model: M) => E | Promise<E>): Promise<TrainEvent<E>> => {
    evaluation = await measured(model, compute);
    if (best.observe(evaluation)) improved = true;
    return tell({ ...evaluation, type: 'eval', step });
  };
  const save = async (
    write: (state: TrainState<E>) => string | Promise<string>,
    reason: TrainState['reason'],
  ): Promise<TrainEvent<E>> => {
    const state = { step, bestLoss: best.value, best: improved, evaluation, reason };
    const path = await write(state);
    improved = false;
    savedAt = step;
    return tell({ type: 'checkpoint', step, path, best: state.best });
  };

  yield await tell({ type: 'start', step, maxSteps, parameters: model.parameterCount() });
  // A resumed run was evaluated at its first step before it was interrupted.
  if (evaluate !== undefined && step === 0) yield await runEvaluation(evaluate);
  while (step < maxSteps && !signal?.aborted && !stopping) {
    const learningRate = schedule === undefined ? optimizer.groups[0].lr : schedule(step);
    if (schedule !== undefined) optimizer.setLearningRate(learningRate);
    const began = performance.now();
    model.train();
    const batches = batchesOfStep(step, data.length, stepsPerEpoch, accumulate);
    const result = trainStep(
      model,
      data,
      step + 1,
      batches === accumulate ? options : { ...options, accumulate: batches },
    );
    step++;
    evaluation = null;
    const seconds = (performance.now() - began) / 1000;
    epoch.loss += result.loss * result.items;
    epoch.items += result.items;
    epoch.seconds += seconds;
    yield await tell({ type: 'step', step, learningRate, ...result, seconds });
    if (evaluate !== undefined && (step % evalInterval === 0 || step === maxSteps)) yield await runEvaluation(evaluate);
    if (stepsPerEpoch !== null && step % stepsPerEpoch === 0) {
      yield await tell({ type: 'epoch', step, epoch: step / stepsPerEpoch, ...epoch, loss: epoch.loss / epoch.items });
      epoch = { loss: 0, items: 0, seconds: 0 };
    }
    if (checkpoint !== undefined && step % checkpointInterval === 0 && step < maxSteps)
      yield await save(checkpoint, 'interval');
    await eventLoopTurn();
  }
  const reason = step < maxSteps ? 'stopped' : 'finished';
  if (checkpoint !== undefined && savedAt !== step)
    yield await save(checkpoint, reason === 'finished' ? 'end' : 'stopped');
  yield await tell({ type: 'end', step, reason });
}

/** Batches of the step after `step`: fewer than usual where the epoch has no more. */
function batchesOfStep(
  step: number,
  length: number | undefined,
  stepsPerEpoch: number | null,
  accumulate: number,
): number {
  if (length === undefined || stepsPerEpoch === null) return accumulate;
  return Math.min(accumulate, length - (step % stepsPerEpoch) * accumulate);
}

/** Runs `compute` in a scope of its own, without gradients and with dropout off. */
async function measured<M extends Module, E extends Measurements>(
  model: M,
  compute: (model: M) => E | Promise<E>,
): Promise<E> {
  const values = await inEvaluationMode(model, () =>
    tidy(() => {
      let result!: E | Promise<E>;
      noGrad(() => {
        result = compute(model);
      });
      return result;
    }),
  );
  for (const name of ['type', 'step'])
    if (Object.hasOwn(values, name)) throw new RangeError(`train: a measurement cannot be called '${name}'`);
  return values;
}
