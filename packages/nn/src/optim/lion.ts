import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireMemory, requireNotNegative } from './option-checks.ts';

export interface LionOptions {
  /** Learning rate, three to ten times smaller than for AdamW; default 1e-4. */
  lr: number;
  /** Share of the mean gradient in the direction of a step; default 0.9. */
  beta1: number;
  /** Memory of the mean of the gradient; default 0.99. */
  beta2: number;
  /** Share of lr · value taken off each step, three to ten times larger than for AdamW; default 0. */
  weightDecay: number;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Evolved sign momentum: p ← p·(1 − lr·wd) − lr·sign(β₁·m + (1 − β₁)·g); m ← β₂·m + (1 − β₂)·g.
 *
 * Every number moves by lr, whatever the size of its gradient, and there is one tensor of state where Adam has two.
 *
 * @throws {RangeError} when an option is out of its range
 * @special a direction of 0 or NaN moves nothing or makes NaN
 * @reference Chen et al., Symbolic Discovery of Optimization Algorithms, arXiv:2302.06675, algorithm 2
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new Lion([w], { lr: 0.25 });
 * backward(w.mul(tensor([3, -0.1])).sum());
 * optimizer.step();
 * w.toArray() // => [0.75, 1.25]
 */
export class Lion extends Optimizer<LionOptions> {
  constructor(parameters: OptimizerParameters<LionOptions>, options: Partial<LionOptions> = {}) {
    super('Lion', parameters, { lr: 1e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0, maximize: false, ...options });
  }

  protected override check({ lr, beta1, beta2, weightDecay }: LionOptions): void {
    requireNotNegative('Lion', { lr, weightDecay });
    requireMemory('Lion', { beta1, beta2 });
  }

  protected override slots(): Slots {
    return { exp_avg: 0 };
  }

  protected override update(
    due: readonly DueParameter[],
    options: LionOptions,
    _step: number,
    gradScale: number,
  ): void {
    const { lr, beta1, beta2, weightDecay } = options;
    for (const one of due) {
      const { exp_avg } = this.state(one.parameter, options);
      updateElements('Lion', one, [exp_avg], (p, g, m) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale;
          const direction = Math.sign(beta1 * m[i] + (1 - beta1) * slope);
          p[i] = p[i] * (1 - lr * weightDecay) - lr * direction;
          m[i] = beta2 * m[i] + (1 - beta2) * slope;
        }
      });
    }
  }
}
