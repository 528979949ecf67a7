import { rmspropSteps } from '@ml/tensor';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';

export interface RMSpropOptions {
  /** Learning rate; default 0.01. */
  lr: number;
  /** Memory of the mean of the squared gradient; default 0.99. */
  alpha: number;
  /** Added to the root; default 1e-8. */
  eps: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** Share of the last step that is kept; default 0. */
  momentum: number;
  /** Divide by the standard deviation of the gradient, not by its root mean square; default false. */
  centered: boolean;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Steps divided by the gradient's usual size: g ← g + wd·p; s ← α·s + (1 − α)·g²; p ← p − lr·g/(√s + eps), centred √(s − a²) with
 * a the running mean of g; with momentum b ← momentum·b + g/(√s + eps); p ← p − lr·b.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Tieleman & Hinton, lecture 6.5 (2012); Graves, arXiv:1308.0850 (centred); torch.optim.RMSprop
 * @example
 * const w = parameter(tensor([1]));
 * const optimizer = new RMSprop([w], { lr: 0.25, alpha: 0.75 });
 * backward(w.mul(tensor([3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5]
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(parameters: OptimizerParameters<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    const defaults = {
      lr: 1e-2,
      alpha: 0.99,
      eps: 1e-8,
      weightDecay: 0,
      momentum: 0,
      centered: false,
      maximize: false,
    };
    super('RMSprop', parameters, { ...defaults, ...options });
  }

  protected override check({ lr, alpha, eps, weightDecay, momentum }: RMSpropOptions): void {
    requireNotNegative('RMSprop', { lr, alpha, eps, weightDecay, momentum });
  }

  protected override slots({ momentum, centered }: RMSpropOptions): Slots {
    return { square_avg: 0, ...(momentum > 0 ? { momentum_buffer: 0 } : {}), ...(centered ? { grad_avg: 0 } : {}) };
  }

  protected override update(
    due: readonly DueParameter[],
    options: RMSpropOptions,
    _step: number,
    gradScale: number,
  ): void {
    const { momentum, centered } = options;
    const tensors = due.map(({ parameter, gradient }) => {
      const { square_avg: squares, grad_avg, momentum_buffer } = this.state(parameter, options);
      const means = centered ? grad_avg : null;
      return { parameter, gradient, squares, means, velocity: momentum > 0 ? momentum_buffer : null };
    });
    rmspropSteps(tensors, { ...options, gradScale });
  }
}
