import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';

export interface AdagradOptions {
  /** Learning rate; default 0.01. */
  lr: number;
  /** The learning rate of step t is lr/(1 + (t − 1)·lrDecay); default 0. */
  lrDecay: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** What the sum of squares starts as; default 0. */
  initialAccumulatorValue: number;
  /** Added to the root; default 1e-10. */
  eps: number;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Steps divided by the length of all gradients so far: g ← g + wd·p; s ← s + g²; p ← p − lrₜ·g/(√s + eps).
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Duchi, Hazan & Singer, JMLR 12 (2011); torch.optim.Adagrad
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new Adagrad([w], { lr: 0.5, eps: 0 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(parameters: OptimizerParameters<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    const defaults = { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10, maximize: false };
    super('Adagrad', parameters, { ...defaults, ...options });
  }

  protected override check(options: AdagradOptions): void {
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = options;
    requireNotNegative('Adagrad', { lr, lrDecay, weightDecay, initialAccumulatorValue, eps });
  }

  protected override slots({ initialAccumulatorValue }: AdagradOptions): Slots {
    return { sum: initialAccumulatorValue };
  }

  protected override update(
    due: readonly DueParameter[],
    options: AdagradOptions,
    step: number,
    gradScale: number,
  ): void {
    const { lr, lrDecay, weightDecay, eps } = options;
    const rate = lr / (1 + (step - 1) * lrDecay);
    for (const one of due) {
      const { sum } = this.state(one.parameter, options);
      updateElements('Adagrad', one, [sum], (p, g, s) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale + weightDecay * p[i];
          s[i] += slope * slope;
          p[i] -= (rate * slope) / (Math.sqrt(s[i]) + eps);
        }
      });
    }
  }
}
