import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';

export interface AdadeltaOptions {
  /** Learning rate; default 1. */
  lr: number;
  /** Memory of the mean squares; default 0.9. */
  rho: number;
  /** Added to both mean squares; default 1e-6. */
  eps: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Steps as long as steps have been of late, relative to gradients: g ← g + wd·p; s ← ρ·s + (1 − ρ)·g²;
 * δ = g·√(a + eps)/√(s + eps); a ← ρ·a + (1 − ρ)·δ²; p ← p − lr·δ.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Zeiler, arXiv:1212.5701; torch.optim.Adadelta
 * @example
 * const w = parameter(tensor([1]));
 * const optimizer = new Adadelta([w], { rho: 0, eps: 16 });
 * backward(w.mul(tensor([3])).sum());
 * optimizer.step(); // by 3·√16/√(9 + 16)
 * w.item().toFixed(6) // => '-1.400000'
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(parameters: OptimizerParameters<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    super('Adadelta', parameters, { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false, ...options });
  }

  protected override check({ lr, rho, eps, weightDecay }: AdadeltaOptions): void {
    requireNotNegative('Adadelta', { lr, rho, eps, weightDecay });
    if (rho > 1) throw new RangeError(`Adadelta: rho must be in 0 … 1, not ${rho}`);
  }

  protected override slots(): Slots {
    return { square_avg: 0, acc_delta: 0 };
  }

  protected override update(
    due: readonly DueParameter[],
    options: AdadeltaOptions,
    _step: number,
    gradScale: number,
  ): void {
    const { lr, rho, eps, weightDecay } = options;
    for (const one of due) {
      const { square_avg, acc_delta } = this.state(one.parameter, options);
      updateElements('Adadelta', one, [square_avg, acc_delta], (p, g, s, a) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale + weightDecay * p[i];
          s[i] = rho * s[i] + (1 - rho) * slope * slope;
          const delta = (slope * Math.sqrt(a[i] + eps)) / Math.sqrt(s[i] + eps);
          a[i] = rho * a[i] + (1 - rho) * delta * delta;
          p[i] -= lr * delta;
        }
      });
    }
  }
}
