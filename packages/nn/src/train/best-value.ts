import type { Measurements } from './train-event.ts';

/** Keeps the best value of one measurement. */
export class BestValue {
  value: number | null;
  readonly #monitor: string;
  readonly #better: (a: number, b: number) => boolean;
  readonly #required: boolean;

  /** @param monitor the measurement to look at; by default a loss that need not be there */
  constructor(monitor: string | undefined, mode: 'min' | 'max', value: number | null) {
    this.#monitor = monitor ?? 'validationLoss';
    this.#required = monitor !== undefined;
    this.#better = mode === 'min' ? (a, b) => a < b : (a, b) => a > b;
    this.value = value;
  }

  /** Whether the measurement is the best so far. NaN never is. */
  observe(measured: Measurements): boolean {
    const value = measured[this.#monitor];
    if (typeof value !== 'number') {
      if (!this.#required) return false;
      throw new RangeError(
        `train: monitor is '${this.#monitor}', and the evaluation measured ${Object.keys(measured).join(', ')}`,
      );
    }
    if (Number.isNaN(value) || !(this.value === null || this.#better(value, this.value))) return false;
    this.value = value;
    return true;
  }
}
