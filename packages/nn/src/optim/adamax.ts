import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireMemory, requireNotNegative } from './option-checks.ts';

export interface AdamaxOptions {
  /** Learning rate; default 2e-3. */
  lr: number;
  /** Memory of the mean of the gradient; default 0.9. */
  beta1: number;
  /** Memory of its largest size; default 0.999. */
  beta2: number;
  /** Added to the size of the gradient; default 1e-8. */
  eps: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Adam with the largest gradient of late in place of the root mean square: g ← g + wd·p; m ← β₁·m + (1 − β₁)·g;
 * u ← max(β₂·u, |g| + eps); p ← p − lr/(1 − β₁ᵗ)·m/u.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Kingma & Ba, arXiv:1412.6980, §7.1; torch.optim.Adamax
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new Adamax([w], { lr: 0.5, eps: 0 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class Adamax extends Optimizer<AdamaxOptions> {
  constructor(parameters: OptimizerParameters<AdamaxOptions>, options: Partial<AdamaxOptions> = {}) {
    const defaults = { lr: 2e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, maximize: false };
    super('Adamax', parameters, { ...defaults, ...options });
  }

  protected override check({ lr, beta1, beta2, eps, weightDecay }: AdamaxOptions): void {
    requireNotNegative('Adamax', { lr, eps, weightDecay });
    requireMemory('Adamax', { beta1, beta2 });
  }

  protected override slots(): Slots {
    return { exp_avg: 0, exp_inf: 0 };
  }

  protected override update(
    due: readonly DueParameter[],
    options: AdamaxOptions,
    step: number,
    gradScale: number,
  ): void {
    const { lr, beta1, beta2, eps, weightDecay } = options;
    const rate = lr / (1 - beta1 ** step);
    for (const one of due) {
      const { exp_avg, exp_inf } = this.state(one.parameter, options);
      updateElements('Adamax', one, [exp_avg, exp_inf], (p, g, m, u) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale + weightDecay * p[i];
          m[i] = beta1 * m[i] + (1 - beta1) * slope;
          u[i] = Math.max(beta2 * u[i], Math.abs(slope) + eps);
          p[i] -= (rate * m[i]) / u[i];
        }
      });
    }
  }
}
