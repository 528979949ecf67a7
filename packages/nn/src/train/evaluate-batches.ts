import { type Tensor, tidy } from '@ml/tensor';
import type { Module } from '../module.ts';
import type { BatchSource } from './batch-source.ts';

/**
 * Mean loss over a number of batches; every batch has a scope of its own. For the `evaluate` of `train`, which sees to
 * evaluation mode and to recording nothing.
 *
 * @example
 * const data = { next: () => tensor([[1], [2]]), getState: () => null, setState() {} };
 * evaluateBatches(new Linear(1, 1), data, 3, (_model, x) => mse(x, x.mul(2))) // => 2.5
 */
export function evaluateBatches<M extends Module, B>(
  model: M,
  batches: BatchSource<B>,
  count: number,
  loss: (model: M, batch: B) => Tensor,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += tidy(() => loss(model, batches.next()).item());
  return total / count;
}
