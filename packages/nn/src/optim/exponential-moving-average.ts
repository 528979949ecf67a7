import type { Module } from '../module.ts';
import { AveragedModel, type AveragedModelOptions } from './averaged-model.ts';

export interface ExponentialMovingAverageOptions extends Pick<AveragedModelOptions, 'useBuffers'> {
  /** Share of the average that an update keeps; default 0.999. */
  readonly decay?: number;
}

/**
 * The exponential moving average of a model's weights: a ← decay·a + (1 − decay)·w at every `update`, the first time a ← w.
 *
 * @throws {RangeError} when decay is not in 0 … 1
 * @reference Polyak & Juditsky, SIAM J. Control Optim. 30 (1992); torch.optim.swa_utils.get_ema_avg_fn
 * @example
 * const model = new Linear(1, 1, { bias: false });
 * const average = new ExponentialMovingAverage(model, { decay: 0.75 });
 * for (const w of [1, 5]) {
 *   model.loadStateDict({ weight: tensor([[w]]) });
 *   average.update(model);
 * }
 * average.swapWith(model); // evaluate here
 * model.weight.toArray() // => [[2]]
 * average.swapWith(model);
 * model.weight.toArray() // => [[5]]
 */
export class ExponentialMovingAverage extends AveragedModel {
  constructor(model: Module, { decay = 0.999, useBuffers = false }: ExponentialMovingAverageOptions = {}) {
    if (!(decay >= 0 && decay <= 1))
      throw new RangeError(`ExponentialMovingAverage: decay must be in 0 … 1, not ${decay}`);
    super(model, { share: () => 1 - decay, useBuffers });
  }
}
