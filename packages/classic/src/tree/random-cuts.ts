import type { Rng } from '@ml/tensor';
import type { Criterion, CutLimits } from './criterion.ts';
import type { Cuts, Outcome } from './cuts.ts';
import type { GrowingSamples } from './growing-samples.ts';
import type { ValueColumns } from './value-columns.ts';

/**
 * Cuts each feature at one place, drawn evenly between its least and its greatest value in the node.
 *
 * Nothing is sorted: the criterion gets the samples of both sides, told apart by the bit above their codes.
 */
export class RandomCuts implements Cuts {
  readonly features: number;
  threshold = 0;
  readonly #columns: ValueColumns;
  readonly #samples: GrowingSamples;
  readonly #criterion: Criterion;
  readonly #rng: Rng;
  /** The feature's values in the node. */
  readonly #values: Float64Array;
  readonly #keys: Uint32Array;
  #low = 0;
  #high = 0;

  constructor(columns: ValueColumns, samples: GrowingSamples, criterion: Criterion, rng: Rng) {
    this.features = columns.features;
    this.#columns = columns;
    this.#samples = samples;
    this.#criterion = criterion;
    this.#rng = rng;
    this.#values = new Float64Array(samples.rows.length);
    this.#keys = new Uint32Array(samples.rows.length);
  }

  get limit(): number {
    return this.threshold;
  }

  tryFeature(feature: number, start: number, end: number, limits: CutLimits): Outcome {
    this.#gather(feature, start, end);
    const low = this.#low;
    const high = this.#high;
    if (low === high) return 'constant';
    const u = this.#rng.random();
    const drawn = low * (1 - u) + high * u;
    const threshold = drawn < high ? Math.max(low, drawn) : low;
    this.#divide(threshold, start, end);
    if (this.#criterion.bestCut(this.#keys, end - start, 31, limits) === 0) return 'worse';
    this.threshold = threshold;
    return 'better';
  }

  partition(feature: number, limit: number, start: number, end: number): number {
    const { values, features } = this.#columns;
    return this.#samples.partition(values, feature, features, limit, start, end);
  }

  #gather(feature: number, start: number, end: number): void {
    const { values: all, features } = this.#columns;
    const { rows } = this.#samples;
    const values = this.#values;
    let low = all[rows[start] * features + feature];
    let high = low;
    for (let i = start, at = 0; i < end; i++, at++) {
      const value = all[rows[i] * features + feature];
      values[at] = value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.#low = low;
    this.#high = high;
  }

  /** Codes of the left from the front, of the right from the back; both are written, so that there is no branch to guess. */
  #divide(threshold: number, start: number, end: number): void {
    const { codes } = this.#samples;
    const values = this.#values;
    const keys = this.#keys;
    let left = 0;
    let right = end - start - 1;
    for (let i = start, at = 0; i < end; i++, at++) {
      const code = codes[i];
      const isRight = +(values[at] > threshold);
      keys[left] = code;
      keys[right] = code | (1 << 31);
      left += 1 - isRight;
      right -= isRight;
    }
    if (left > 0) keys[left - 1] &= 0x7fffffff;
  }
}
