import { noGrad } from '@ml/autograd';
import { copy, keep, type Tensor } from '@ml/tensor';
import type { Module } from '../module.ts';
import type { StateDict } from '../state-dict.ts';

export interface EarlyStoppingOptions {
  /** Measurements without improvement after which to stop; default 10. */
  readonly patience?: number;
  /** By how much a measurement must be better to count; default 0. */
  readonly minDelta?: number;
  /** Whether a lower or a higher measurement is better; default 'min'. */
  readonly mode?: 'min' | 'max';
}

/** Where an `EarlyStopping` stands: plain data. The weights that it keeps are not in it. */
export interface EarlyStoppingState {
  readonly best: number | null;
  /** Which measurement that was, from 0. */
  readonly bestAt: number;
  readonly measurements: number;
  readonly badMeasurements: number;
}

/**
 * Says when a measurement, such as the loss on the validation set, has stopped getting better, and keeps the weights it was best
 * with.
 *
 * Tell it what was measured with `observe`; it answers whether to stop. Given the model as well it copies its state whenever there
 * is a new best one, for `restore`. In a training run it is a callback:
 * `(event) => event.type === 'eval' && stopping.observe(event.validationLoss, model) ? 'stop' : null`.
 *
 * @throws {RangeError} when patience is not a whole number ≥ 1, or minDelta negative
 * @special NaN is never better
 * @reference Prechelt, Early Stopping — But When? (1998)
 * @example
 * const stopping = new EarlyStopping({ patience: 2 });
 * [5, 3, 4, 3, 2].map((loss) => stopping.observe(loss)) // => [false, false, false, true, false]
 * [stopping.best, stopping.bestAt] // => [2, 4]
 */
export class EarlyStopping {
  readonly #options: Required<EarlyStoppingOptions>;
  #state: EarlyStoppingState = { best: null, bestAt: -1, measurements: 0, badMeasurements: 0 };
  #weights: Record<string, Tensor> | null = null;

  constructor({ patience = 10, minDelta = 0, mode = 'min' }: EarlyStoppingOptions = {}) {
    if (!(Number.isSafeInteger(patience) && patience >= 1))
      throw new RangeError(`EarlyStopping: patience must be a whole number ≥ 1, not ${patience}`);
    if (!(minDelta >= 0)) throw new RangeError(`EarlyStopping: minDelta must be ≥ 0, not ${minDelta}`);
    if (mode !== 'min' && mode !== 'max')
      throw new RangeError(`EarlyStopping: mode must be 'min' or 'max', not ${mode}`);
    this.#options = { patience, minDelta, mode };
  }

  /** The best measurement so far; null before there is one. */
  get best(): number | null {
    return this.#state.best;
  }

  /** Which measurement that was, counted from 0; −1 before there is one. */
  get bestAt(): number {
    return this.#state.bestAt;
  }

  /** The weights of that moment, where `observe` was given the model; else null. To be saved beside `getState()`. */
  get bestWeights(): StateDict | null {
    return this.#weights;
  }

  /** Takes note of a measurement, copies the model's state if it is the best one, and says whether it is time to stop. */
  observe(measured: number, model?: Module): boolean {
    const { patience, minDelta, mode } = this.#options;
    let { best, bestAt, measurements, badMeasurements } = this.#state;
    const gain = mode === 'min' ? (best ?? Infinity) - measured : measured - (best ?? -Infinity);
    if (best === null ? !Number.isNaN(measured) : gain > minDelta) {
      [best, bestAt, badMeasurements] = [measured, measurements, 0];
      if (model !== undefined) this.#keep(model.stateDict());
    } else badMeasurements++;
    measurements++;
    this.#state = { best, bestAt, measurements, badMeasurements };
    return badMeasurements >= patience;
  }

  /**
   * Writes the best weights back into the model.
   *
   * @throws {RangeError} when none were kept
   */
  restore(model: Module): void {
    if (this.#weights === null)
      throw new RangeError('EarlyStopping.restore: no weights were kept; give the model to observe');
    model.loadStateDict(this.#weights);
  }

  getState(): EarlyStoppingState {
    return this.#state;
  }

  /** Goes on from a saved state; `weights` are those of the best moment, and are copied. */
  setState(state: EarlyStoppingState, weights: StateDict | null = null): void {
    const { best, bestAt, measurements, badMeasurements } = state;
    this.#state = { best, bestAt, measurements, badMeasurements };
    if (weights === null) this.dispose();
    else this.#keep(weights);
  }

  #keep(state: StateDict): void {
    const weights: Record<string, Tensor> = {};
    for (const [name, values] of Object.entries(state)) weights[name] = keep(noGrad(() => copy(values)));
    this.dispose();
    this.#weights = weights;
  }

  /** Frees the weights it keeps. */
  dispose(): void {
    for (const values of Object.values(this.#weights ?? {})) values.dispose();
    this.#weights = null;
  }
}
