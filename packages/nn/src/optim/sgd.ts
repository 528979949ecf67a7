import { sgdSteps } from '@ml/tensor';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';

export interface SGDOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** Share of the last step that is kept; default 0. */
  momentum: number;
  /** Share of the gradient that momentum leaves out; default 0. */
  dampening: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** Take the gradient where momentum would lead; default false. */
  nesterov: boolean;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Stochastic gradient descent: g ← g + wd·p; v ← momentum·v + (1 − dampening)·g, at first v ← g; p ← p − lr·v.
 * Nesterov: p ← p − lr·(g + momentum·v).
 *
 * @throws {RangeError} when an option is out of its range, or Nesterov has no momentum or has dampening
 * @reference Sutskever et al., ICML 2013; torch.optim.SGD
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new SGD([w], { lr: 0.25 });
 * backward(w.mul(tensor([2, 4])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 0]
 */
export class SGD extends Optimizer<SGDOptions> {
  constructor(parameters: OptimizerParameters<SGDOptions>, options: Partial<SGDOptions> = {}) {
    const defaults = { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false };
    super('SGD', parameters, { ...defaults, ...options });
  }

  protected override check({ lr, momentum, dampening, weightDecay, nesterov }: SGDOptions): void {
    requireNotNegative('SGD', { lr, momentum, weightDecay });
    if (!Number.isFinite(dampening)) throw new RangeError(`SGD: dampening must be a number, not ${dampening}`);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new RangeError(`SGD: nesterov needs momentum > 0 and dampening 0, not ${momentum} and ${dampening}`);
    }
  }

  protected override slots({ momentum }: SGDOptions): Slots {
    return momentum === 0 ? {} : { momentum_buffer: 0 };
  }

  protected override update(due: readonly DueParameter[], options: SGDOptions, _step: number, gradScale: number): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = options;
    // As in torch a velocity starts as the gradient, whenever momentum is switched on.
    for (const first of [false, true]) {
      const tensors = due
        .filter(({ parameter }) => this.hasSlot(parameter, 'momentum_buffer') !== first)
        .map((one) => ({
          ...one,
          velocity: momentum === 0 ? null : this.state(one.parameter, options).momentum_buffer,
        }));
      sgdSteps(tensors, { lr, momentum, dampening, weightDecay, nesterov, first, gradScale });
    }
  }
}
