import { noGrad } from '@ml/autograd';
import { isTensor, type Tensor, tidy } from '@ml/tensor';
import type { Metric, MetricRun, MetricValue } from '../metrics/metric.ts';
import type { Module } from '../module.ts';
import { inEvaluationMode } from './evaluation-mode.ts';
import { eventLoopTurn } from './event-loop-turn.ts';

/** Metrics by the names they are reported under. */
export type Metrics = Readonly<Record<string, Metric<MetricValue>>>;

/** What metrics measured, under their names. */
export type Measured<R extends Metrics> = { readonly [K in keyof R]: R[K] extends Metric<infer V> ? V : never };

export interface EvaluateOptions<M extends Module, B, R extends Metrics> {
  readonly metrics: R;
  /** What the model makes of a batch. Default: `model.forward` of `batch.inputs`, or of the first of a list. */
  readonly predict?: ((model: M, batch: B) => Tensor) | undefined;
  /** What it should have been. Default: `batch.targets`, or the second of a list. */
  readonly targets?: ((batch: B) => Tensor) | undefined;
}

/**
 * Measures a model over a data set: all batches of an epoch, without gradients and in evaluation mode. The measurements are
 * those of all samples together, however they are cut into batches.
 *
 * Every batch has a scope of its own, and the event loop turns between batches. For a progress bar hand in
 * `progress(batches)` of @ml/nn/node.
 *
 * @param batches a DataLoader, a list, or anything else with one epoch of batches to go through
 * @throws {RangeError} when there is no batch
 * @example
 * const batches = [{ inputs: tensor([[1], [2]]), targets: tensor([[1], [3]]) }];
 * const found = await evaluate(new Identity(), batches, { metrics: { loss: meanLoss(mse), error: meanLoss(l1) } });
 * found // => { loss: 0.5, error: 0.5 }
 */
export async function evaluate<M extends Module, B, R extends Metrics>(
  model: M,
  batches: Iterable<B> | AsyncIterable<B>,
  { metrics, predict = forwardOf, targets = targetsOf }: EvaluateOptions<M, B, R>,
): Promise<Measured<R>> {
  const runs = Object.entries(metrics).map(([name, metric]): [string, MetricRun<MetricValue>] => [
    name,
    metric.start(),
  ]);
  let count = 0;
  await inEvaluationMode(model, async () => {
    for await (const batch of batches) {
      tidy(() =>
        noGrad(() => {
          const [predictions, wanted] = [predict(model, batch), targets(batch)];
          for (const [, run] of runs) run.add(predictions, wanted);
        }),
      );
      count++;
      await eventLoopTurn();
    }
  });
  if (count === 0) throw new RangeError('evaluate: there is no batch');
  return Object.fromEntries(runs.map(([name, run]) => [name, run.value()])) as Measured<R>;
}

function forwardOf(model: Module, batch: unknown): Tensor {
  const inputs = part(batch, 'inputs', 0);
  if (!('forward' in model) || typeof model.forward !== 'function')
    throw new TypeError('evaluate: the model has no forward; say with `predict` what it makes of a batch');
  return model.forward(inputs);
}

function targetsOf(batch: unknown): Tensor {
  return part(batch, 'targets', 1);
}

function part(batch: unknown, name: string, index: number): Tensor {
  const value = Array.isArray(batch) ? batch[index] : (batch as Record<string, unknown> | null)?.[name];
  if (isTensor(value)) return value;
  throw new TypeError(
    `evaluate: a batch is neither a record with ${name} nor a list; say with \`predict\` and \`targets\` what is what`,
  );
}
