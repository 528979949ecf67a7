/** How far a loop has come. */
export interface ProgressState {
  /** Items that are through. */
  readonly done: number;
  /** How many there are; null when nobody knows. */
  readonly total: number | null;
  /** Items that were through at the beginning. */
  readonly initial: number;
  /** Seconds since the beginning. */
  readonly seconds: number;
  /** Items a second now; null before anything is known. */
  readonly rate: number | null;
}

/** Weight of the newest measurement in the rate. */
const SMOOTHING = 0.3;

/**
 * Items a second, smoothed: a mean in which every measurement counts 0.7 of the next. Time and items are averaged apart, so
 * that a pause lowers the rate and does not stop it.
 */
export class SmoothedRate {
  #items = 0;
  #seconds = 0;

  add(items: number, seconds: number): void {
    this.#items = (1 - SMOOTHING) * this.#items + SMOOTHING * items;
    this.#seconds = (1 - SMOOTHING) * this.#seconds + SMOOTHING * seconds;
  }

  /** Null before any time has passed. */
  get value(): number | null {
    return this.#seconds > 0 ? this.#items / this.#seconds : null;
  }
}

/** Seconds that are left at the present rate; null when nobody knows. */
export function secondsLeft({ done, total, rate }: ProgressState): number | null {
  return total === null || rate === null || rate === 0 ? null : Math.max(0, total - done) / rate;
}
