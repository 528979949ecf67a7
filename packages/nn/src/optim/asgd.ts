import { setScalar, updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';

export interface ASGDOptions {
  /** Learning rate; default 0.01. */
  lr: number;
  /** Decay of values and learning rate; default 1e-4. */
  lambd: number;
  /** Power of the learning rate's decay; default 0.75. */
  alpha: number;
  /** Step at which averaging begins; default 1e6. */
  t0: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Averaged stochastic gradient descent: g ← g + wd·p; p ← p·(1 − λ·ηₜ) − ηₜ·g with η₁ = lr, ηₜ₊₁ = lr/(1 + λ·lr·t)^α; the mean of
 * p from step t0 on is kept in the state as `ax`.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Polyak & Juditsky, SIAM J. Control Optim. 30 (1992); torch.optim.ASGD
 * @example
 * const w = parameter(tensor([1]));
 * const optimizer = new ASGD([w], { lr: 0.25, lambd: 0 });
 * backward(w.mul(tensor([2])).sum());
 * optimizer.step();
 * [w.toArray(), optimizer.stateDict().tensors['0.ax'].toArray()] // => [[0.5], [0.5]]
 */
export class ASGD extends Optimizer<ASGDOptions> {
  constructor(parameters: OptimizerParameters<ASGDOptions>, options: Partial<ASGDOptions> = {}) {
    const defaults = { lr: 1e-2, lambd: 1e-4, alpha: 0.75, t0: 1e6, weightDecay: 0, maximize: false };
    super('ASGD', parameters, { ...defaults, ...options });
  }

  protected override check({ lr, lambd, weightDecay }: ASGDOptions): void {
    requireNotNegative('ASGD', { lr, lambd, weightDecay });
  }

  protected override slots({ lr }: ASGDOptions): Slots {
    return { eta: { scalar: lr }, mu: { scalar: 1 }, ax: 0 };
  }

  protected override update(due: readonly DueParameter[], options: ASGDOptions, step: number, gradScale: number): void {
    const { lr, lambd, alpha, t0, weightDecay } = options;
    for (const one of due) {
      const { eta, mu, ax } = this.state(one.parameter, options);
      const [rate, share] = [eta.item(), mu.item()];
      updateElements('ASGD', one, [ax], (p, g, mean) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale + weightDecay * p[i];
          p[i] = p[i] * (1 - lambd * rate) - rate * slope;
          mean[i] = share === 1 ? p[i] : mean[i] + (p[i] - mean[i]) * share;
        }
      });
      setScalar(eta, lr / (1 + lambd * lr * step) ** alpha);
      setScalar(mu, 1 / Math.max(1, step - t0));
    }
  }
}
