import type { Schedule } from './schedule.ts';

export interface PlateauOptions {
  /** Learning rate at the start. */
  readonly lr: number;
  /** Whether a lower or a higher measurement is better; default 'min'. */
  readonly mode?: 'min' | 'max';
  /** What the learning rate is multiplied with; default 0.1. */
  readonly factor?: number;
  /** Measurements without improvement that are waited for; default 10. */
  readonly patience?: number;
  /** By how much a measurement must be better; default 1e-4. */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best one or a difference; default 'rel'. */
  readonly thresholdMode?: 'rel' | 'abs';
  /** Measurements after a reduction that do not count; default 0. */
  readonly cooldown?: number;
  /** Default 0. */
  readonly minLr?: number;
  /** Changes smaller than this are not made; default 1e-8. */
  readonly eps?: number;
}

/** Where a `Plateau` stands. */
export interface PlateauState {
  readonly lr: number;
  readonly best: number | null;
  readonly badMeasurements: number;
  readonly cooldownLeft: number;
}

/**
 * Reduces the learning rate when a measurement, such as the loss on the validation set, has stopped getting better.
 *
 * Unlike the other schedules it is no function of the step: tell it what was measured with `observe`, and give `schedule` to
 * the training loop.
 *
 * @throws {RangeError} when factor is not in 0 … 1 (excluded)
 * @reference torch.optim.lr_scheduler.ReduceLROnPlateau
 * @example
 * const plateau = new Plateau({ lr: 1, patience: 1, factor: 0.5 });
 * [3, 2, 2, 2, 2, 2].map((loss) => plateau.observe(loss)) // => [1, 1, 1, 0.5, 0.5, 0.25]
 */
export class Plateau {
  readonly #options: Required<PlateauOptions>;
  #state: PlateauState;

  constructor(options: PlateauOptions) {
    this.#options = {
      mode: 'min',
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: 'rel',
      cooldown: 0,
      minLr: 0,
      eps: 1e-8,
      ...options,
    };
    const { factor, lr } = this.#options;
    if (!(factor > 0 && factor < 1)) throw new RangeError(`Plateau: factor must be between 0 and 1, not ${factor}`);
    this.#state = { lr, best: null, badMeasurements: 0, cooldownLeft: 0 };
  }

  /** The learning rate of the moment, whatever the step. */
  readonly schedule: Schedule = () => this.#state.lr;

  /** Takes note of a measurement and returns the learning rate from here on. */
  observe(measured: number): number {
    const { factor, patience, cooldown, minLr, eps } = this.#options;
    let { lr, best, badMeasurements, cooldownLeft } = this.#state;
    if (best === null || this.#isBetter(measured, best)) {
      best = measured;
      badMeasurements = 0;
    } else badMeasurements++;
    if (cooldownLeft > 0) {
      cooldownLeft--;
      badMeasurements = 0;
    }
    if (badMeasurements > patience) {
      const reduced = Math.max(lr * factor, minLr);
      if (lr - reduced > eps) lr = reduced;
      cooldownLeft = cooldown;
      badMeasurements = 0;
    }
    this.#state = { lr, best, badMeasurements, cooldownLeft };
    return lr;
  }

  #isBetter(measured: number, best: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    const sign = mode === 'min' ? -1 : 1;
    const limit = thresholdMode === 'rel' ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === 'min' ? measured < limit : measured > limit;
  }

  getState(): PlateauState {
    return this.#state;
  }

  setState(state: PlateauState): void {
    const { lr, best, badMeasurements, cooldownLeft } = state;
    this.#state = { lr, best, badMeasurements, cooldownLeft };
  }
}
