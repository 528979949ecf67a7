import { adamwSteps } from '@ml/tensor';
import { type DueParameter, Optimizer, type OptimizerParameters } from './optimizer.ts';

export interface AdamWOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** Memory of the mean of the gradient; default 0.9. */
  beta1: number;
  /** Memory of the mean of its square; default 0.999. */
  beta2: number;
  /** Added to the root of the mean square; default 1e-8. */
  eps: number;
  /** Share of lr · value taken off each step; default 0.01. */
  weightDecay: number;
}

/**
 * Adam with decoupled weight decay: p ← p·(1 − lr·wd); p ← p − lr·m̂/(√v̂ + eps), m̂ and v̂ running means of the gradient and
 * of its square, corrected for starting at zero.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Loshchilov & Hutter, arXiv:1711.05101; torch.optim.AdamW
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new AdamW([w], { lr: 0.5, weightDecay: 0 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class AdamW extends Optimizer<AdamWOptions> {
  constructor(parameters: OptimizerParameters<AdamWOptions>, options: Partial<AdamWOptions> = {}) {
    super('AdamW', parameters, { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0.01, ...options });
  }

  protected override check({ lr, beta1, beta2, eps, weightDecay }: AdamWOptions): void {
    if (!(lr >= 0)) throw new RangeError(`AdamW: lr must be ≥ 0, not ${lr}`);
    if (!(beta1 >= 0 && beta1 < 1)) throw new RangeError(`AdamW: beta1 must be in 0 … 1 (excluded), not ${beta1}`);
    if (!(beta2 >= 0 && beta2 < 1)) throw new RangeError(`AdamW: beta2 must be in 0 … 1 (excluded), not ${beta2}`);
    if (!(eps >= 0)) throw new RangeError(`AdamW: eps must be ≥ 0, not ${eps}`);
    if (!(weightDecay >= 0)) throw new RangeError(`AdamW: weightDecay must be ≥ 0, not ${weightDecay}`);
  }

  protected override slotNames(): readonly string[] {
    return ['exp_avg', 'exp_avg_sq'];
  }

  protected override update(
    due: readonly DueParameter[],
    options: AdamWOptions,
    step: number,
    gradScale: number,
  ): void {
    const { lr, beta1, beta2, eps, weightDecay } = options;
    const tensors = due.map(({ parameter, gradient }) => {
      const [m, v] = [this.slot(parameter, 'exp_avg'), this.slot(parameter, 'exp_avg_sq')];
      return { parameter, gradient, m, v };
    });
    adamwSteps(tensors, { lr, beta1, beta2, eps, weightDecay, step, gradScale });
  }
}
