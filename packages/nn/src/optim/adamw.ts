import { AdamBase, type AdamOptions } from './adam.ts';
import type { OptimizerParameters } from './optimizer.ts';

/** As those of Adam; weightDecay is the share of lr · value taken off each step, default 0.01. */
export type AdamWOptions = AdamOptions;

/**
 * Adam with decoupled weight decay: p ← p·(1 − lr·wd); p ← p − lr·m̂/(√v̂ + eps), m̂ and v̂ running means of the gradient and
 * of its square, corrected for starting at zero.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Loshchilov & Hutter, arXiv:1711.05101; torch.optim.AdamW
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new AdamW([w], { lr: 0.5, weightDecay: 0 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class AdamW extends AdamBase {
  constructor(parameters: OptimizerParameters<AdamWOptions>, options: Partial<AdamWOptions> = {}) {
    super('AdamW', parameters, { weightDecay: 0.01, decoupled: true }, options);
  }
}
