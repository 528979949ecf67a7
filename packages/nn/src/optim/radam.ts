import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireMemory, requireNotNegative } from './option-checks.ts';

export interface RAdamOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** Memory of the mean of the gradient; default 0.9. */
  beta1: number;
  /** Memory of the mean of its square; default 0.999. */
  beta2: number;
  /** Added to the root of the mean square; default 1e-8. */
  eps: number;
  /** Share of the value added to its gradient, or taken off when decoupled; default 0. */
  weightDecay: number;
  /** Take the decay off the value, as AdamW does; default false. */
  decoupledWeightDecay: boolean;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Adam that does without its denominator while too few gradients have been seen to trust it, and phases it in by r:
 * p ← p − lr·m̂·r·√(1 − β₂ᵗ)/(√v + eps), at first p ← p − lr·m̂.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Liu et al., arXiv:1908.03265; torch.optim.RAdam
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new RAdam([w], { lr: 0.5 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step(); // m̂ is the gradient
 * w.toArray() // => [-0.5, 2.5]
 */
export class RAdam extends Optimizer<RAdamOptions> {
  constructor(parameters: OptimizerParameters<RAdamOptions>, options: Partial<RAdamOptions> = {}) {
    const decays = { weightDecay: 0, decoupledWeightDecay: false };
    const defaults = { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, ...decays, maximize: false };
    super('RAdam', parameters, { ...defaults, ...options });
  }

  protected override check({ lr, beta1, beta2, eps, weightDecay }: RAdamOptions): void {
    requireNotNegative('RAdam', { lr, eps, weightDecay });
    requireMemory('RAdam', { beta1, beta2 });
  }

  protected override slots(): Slots {
    return { exp_avg: 0, exp_avg_sq: 0 };
  }

  protected override update(
    due: readonly DueParameter[],
    options: RAdamOptions,
    step: number,
    gradScale: number,
  ): void {
    const { lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay } = options;
    const kept = decoupledWeightDecay ? 1 - lr * weightDecay : 1;
    const added = decoupledWeightDecay ? 0 : weightDecay;
    const rate = lr / (1 - beta1 ** step);
    const rectified = rectification(beta2, step) * Math.sqrt(1 - beta2 ** step);
    for (const one of due) {
      const { exp_avg, exp_avg_sq } = this.state(one.parameter, options);
      updateElements('RAdam', one, [exp_avg, exp_avg_sq], (p, g, m, v) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale + added * p[i];
          m[i] = beta1 * m[i] + (1 - beta1) * slope;
          v[i] = beta2 * v[i] + (1 - beta2) * slope * slope;
          const adapted = rectified === 0 ? 1 : rectified / (Math.sqrt(v[i]) + eps);
          p[i] = kept * p[i] - rate * m[i] * adapted;
        }
      });
    }
  }
}

/** r of the paper, from the length ρ of the running mean; 0 where ρ ≤ 5 and the variance cannot be trusted. */
function rectification(beta2: number, step: number): number {
  const limit = 2 / (1 - beta2) - 1;
  const length = limit - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (length <= 5) return 0;
  return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
}
