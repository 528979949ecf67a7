import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';

export interface RpropOptions {
  /** Length of the first steps; default 0.01. */
  lr: number;
  /** Factor of a step's length after the gradient has changed its sign, below 1; default 0.5. */
  etaMinus: number;
  /** Factor after it has kept it, above 1; default 1.2. */
  etaPlus: number;
  /** Shortest step; default 1e-6. */
  stepSizeMin: number;
  /** Longest step; default 50. */
  stepSizeMax: number;
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Resilient propagation: every number has a step length of its own, and only the gradient's sign counts: p ← p − sign(g)·η. η grows
 * by etaPlus while the sign stays, and shrinks by etaMinus when it changes, which also leaves that step out. For whole
 * batches: the sign of a noisy gradient says little.
 *
 * torch's `etas` and `step_sizes` are two options each.
 *
 * @throws {RangeError} when an option is out of its range
 * @reference Riedmiller & Braun, IEEE ICNN (1993); torch.optim.Rprop
 * @example
 * const w = parameter(tensor([1, 1]));
 * const optimizer = new Rprop([w], { lr: 0.5 });
 * backward(w.mul(tensor([3, -3])).sum());
 * optimizer.step();
 * w.toArray() // => [0.5, 1.5]
 */
export class Rprop extends Optimizer<RpropOptions> {
  constructor(parameters: OptimizerParameters<RpropOptions>, options: Partial<RpropOptions> = {}) {
    const sizes = { etaMinus: 0.5, etaPlus: 1.2, stepSizeMin: 1e-6, stepSizeMax: 50 };
    super('Rprop', parameters, { lr: 1e-2, ...sizes, maximize: false, ...options });
  }

  protected override check({ lr, etaMinus, etaPlus, stepSizeMin, stepSizeMax }: RpropOptions): void {
    requireNotNegative('Rprop', { lr, stepSizeMin, stepSizeMax });
    if (!(etaMinus > 0 && etaMinus < 1 && etaPlus > 1))
      throw new RangeError(`Rprop: 0 < etaMinus < 1 < etaPlus must hold, not ${etaMinus} and ${etaPlus}`);
  }

  protected override slots({ lr }: RpropOptions): Slots {
    return { prev: 0, step_size: lr };
  }

  protected override update(
    due: readonly DueParameter[],
    options: RpropOptions,
    _step: number,
    gradScale: number,
  ): void {
    const { etaMinus, etaPlus, stepSizeMin, stepSizeMax } = options;
    for (const one of due) {
      const { prev, step_size } = this.state(one.parameter, options);
      updateElements('Rprop', one, [prev, step_size], (p, g, before, length) => {
        for (let i = 0; i < p.length; i++) {
          const slope = g[i] * gradScale;
          const agreement = Math.sign(slope) * Math.sign(before[i]);
          const factor = agreement > 0 ? etaPlus : agreement < 0 ? etaMinus : 1;
          length[i] = Math.min(Math.max(length[i] * factor, stepSizeMin), stepSizeMax);
          before[i] = agreement < 0 ? 0 : slope;
          p[i] -= Math.sign(before[i]) * length[i];
        }
      });
    }
  }
}
