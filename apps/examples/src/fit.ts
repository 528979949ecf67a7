import { type Module, type TrainOptions, train } from '@ml/nn';
import type { ExampleOptions } from './example.ts';

/** Trains on what `batch` makes, says how it goes ten times, and returns the mean loss of the last tenth. */
export async function fit<M extends Module, B>(
  model: M,
  batch: () => B,
  {
    maxSteps,
    ...options
  }: Omit<TrainOptions<M, B>, 'evaluate' | 'checkpoint' | 'maxSteps'> & { readonly maxSteps: number },
  { effort, log }: ExampleOptions,
): Promise<number> {
  const steps = Math.ceil(maxSteps * effort);
  const tenth = Math.ceil(steps / 10);
  const data = { next: batch, getState: () => null, setState: () => undefined };
  let total = 0;
  let mean = Number.NaN;
  for await (const event of train(model, data, { ...options, maxSteps: steps })) {
    if (event.type !== 'step') continue;
    total += event.loss;
    if (event.step % tenth !== 0 && event.step !== steps) continue;
    mean = total / (((event.step - 1) % tenth) + 1);
    total = 0;
    log(`step ${event.step} of ${steps} · loss ${mean.toFixed(4)}`);
  }
  return mean;
}
