import { mean, type Shape, sum, type Tensor } from '@ml/tensor';

/** What becomes of the single losses: their mean, their sum, or nothing. */
export type Reduction = 'mean' | 'sum' | 'none';

export interface LossOptions<R extends Reduction = Reduction> {
  /** Default 'mean'. */
  readonly reduction?: R;
}

/** One number, or one per element. */
export type ReducedShape<R extends Reduction, S extends Shape> = R extends 'none' ? S : [];

/** Carries out a reduction whose mean counts every loss. */
export function reduceLosses(losses: Tensor, reduction: Reduction = 'mean'): Tensor {
  if (reduction === 'none') return losses;
  return reduction === 'sum' ? sum(losses) : mean(losses);
}
