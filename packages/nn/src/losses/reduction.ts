import { mean, sum, type Tensor } from '@ml/tensor';

/** What becomes of the single losses: their mean, their sum, or nothing. */
export type Reduction = 'mean' | 'sum' | 'none';

/** Carries out a reduction whose mean counts every loss. */
export function reduceLosses(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === 'none') return losses;
  return reduction === 'sum' ? sum(losses) : mean(losses);
}
