import { type Schedule, warmupCosine } from '@ml/nn';

/** A learning rate that rises to `maxLr` in the first twentieth of the steps and falls to a hundredth of it in the others. */
export function anneal(maxLr: number, { maxSteps, effort }: { maxSteps: number; effort: number }): Schedule {
  const total = Math.ceil(maxSteps * effort);
  return warmupCosine({ warmup: Math.ceil(total / 20), total, maxLr, minLr: maxLr / 100 });
}
