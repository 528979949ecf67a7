import { setScalar, updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireMemory, requireNotNegative } from './option-checks.ts';

export interface NAdamOptions {
  /** Learning rate; default 2e-3. */
  lr: number;
  /** Memory of the mean of the gradient; default 0.9. */
  beta1: number;
  /** Memory of the mean of its square; default 0.999. */
  beta2: number;
  /** Added to the root of the mean square; default 1e-8. */
  eps: number;
  /** Share of the value added to its gradient, or taken off when decoupled; default 0. */
  weightDecay: number;
  /** How fast momentum grows to beta1; default 4e-3. */
  momentumDecay: number;
  /** Take the decay off the value, as AdamW does; default false. */
  decoupledWeightDecay: boolean;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Adam with Nesterov's momentum: μₜ = β₁(1 − ½·0.96^(t·momentumDecay)), Mₜ = μ₁…μₜ; g ← g + wd·p;
 * p ← p − lr·((1 − μₜ)/(1 − Mₜ)·g + μₜ₊₁/(1 − Mₜ₊₁)·m)/(√v̂ + eps).
 *
 * torch multiplies Mₜ₊₁ by μₜ twice; so does this, for the same numbers.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Dozat, Incorporating Nesterov Momentum into Adam (2016); torch.optim.NAdam
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new NAdam([w], { lr: 0.5, beta1: 0 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class NAdam extends Optimizer<NAdamOptions> {
  constructor(parameters: OptimizerParameters<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    const decays = { weightDecay: 0, momentumDecay: 4e-3, decoupledWeightDecay: false };
    const defaults = { lr: 2e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, ...decays, maximize: false };
    super('NAdam', parameters, { ...defaults, ...options });
  }

  protected override check({ lr, beta1, beta2, eps, weightDecay, momentumDecay }: NAdamOptions): void {
    requireNotNegative('NAdam', { lr, eps, weightDecay, momentumDecay });
    requireMemory('NAdam', { beta1, beta2 });
  }

  protected override slots(): Slots {
    return { mu_product: { scalar: 1 }, exp_avg: 0, exp_avg_sq: 0 };
  }

  protected override update(
    due: readonly DueParameter[],
    options: NAdamOptions,
    step: number,
    gradScale: number,
  ): void {
    const { lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay } = options;
    const momentum = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const [mu, next] = [momentum(step), momentum(step + 1)];
    const kept = decoupledWeightDecay ? 1 - lr * weightDecay : 1;
    const added = decoupledWeightDecay ? 0 : weightDecay;
    const correction = 1 - beta2 ** step;
    for (const one of due) {
      const { mu_product, exp_avg, exp_avg_sq } = this.state(one.parameter, options);
      const product = mu_product.item() * mu;
      setScalar(mu_product, product);
      const gradientRate = (lr * (1 - mu)) / (1 - product);
      const meanRate = (lr * next) / (1 - product * mu * next);
      updateElements('NAdam', one, [exp_avg, exp_avg_sq], (p, g, m, v) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale + added * p[i];
          m[i] = beta1 * m[i] + (1 - beta1) * slope;
          v[i] = beta2 * v[i] + (1 - beta2) * slope * slope;
          const root = Math.sqrt(v[i] / correction) + eps;
          p[i] = kept * p[i] - (gradientRate * slope + meanRate * m[i]) / root;
        }
      });
    }
  }
}
