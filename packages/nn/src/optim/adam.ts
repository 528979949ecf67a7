import { adamSteps } from '@ml/tensor';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireMemory, requireNotNegative } from './option-checks.ts';

export interface AdamOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** Memory of the mean of the gradient; default 0.9. */
  beta1: number;
  /** Memory of the mean of its square; default 0.999. */
  beta2: number;
  /** Added to the root of the mean square; default 1e-8. */
  eps: number;
  /** Share of the value added to its gradient; default 0. */
  weightDecay: number;
  /** Divide by the largest mean square so far; default false. */
  amsgrad: boolean;
  /** Go uphill; default false. */
  maximize: boolean;
}

/** Adam and AdamW, which differ in where the weight decay goes. */
export abstract class AdamBase extends Optimizer<AdamOptions> {
  /** Whether the decay is taken off the value, not added to its gradient. */
  readonly #decoupled: boolean;

  protected constructor(
    kind: string,
    parameters: OptimizerParameters<AdamOptions>,
    { weightDecay, decoupled }: { weightDecay: number; decoupled: boolean },
    options: Partial<AdamOptions>,
  ) {
    const defaults = { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay, amsgrad: false, maximize: false };
    super(kind, parameters, { ...defaults, ...options });
    this.#decoupled = decoupled;
  }

  protected override check({ lr, beta1, beta2, eps, weightDecay }: AdamOptions): void {
    requireNotNegative(this.kind, { lr, eps, weightDecay });
    requireMemory(this.kind, { beta1, beta2 });
  }

  protected override slots({ amsgrad }: AdamOptions): Slots {
    return { exp_avg: 0, exp_avg_sq: 0, ...(amsgrad ? { max_exp_avg_sq: 0 } : {}) };
  }

  protected override update(due: readonly DueParameter[], options: AdamOptions, step: number, gradScale: number): void {
    const tensors = due.map(({ parameter, gradient }) => {
      const { exp_avg: m, exp_avg_sq: v, max_exp_avg_sq } = this.state(parameter, options);
      return { parameter, gradient, m, v, maxV: options.amsgrad ? max_exp_avg_sq : null };
    });
    adamSteps(tensors, { ...options, decoupled: this.#decoupled, step, gradScale });
  }
}

/**
 * Adam: g ← g + wd·p; p ← p − lr·m̂/(√v̂ + eps), m̂ and v̂ running means of the gradient and of its square, corrected for starting
 * at zero. AMSGrad divides by the largest v so far. `AdamW` keeps weight decay out of the means.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Kingma & Ba, arXiv:1412.6980; Reddi et al., arXiv:1904.09237 (AMSGrad); torch.optim.Adam
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new Adam([w], { lr: 0.5 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class Adam extends AdamBase {
  constructor(parameters: OptimizerParameters<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super('Adam', parameters, { weightDecay: 0, decoupled: false }, options);
  }
}
