import type { BatchSource, Module } from '@ml/nn';
import { type Tensor, tidy } from '@ml/tensor';

/** Mean loss over a number of batches. */
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
