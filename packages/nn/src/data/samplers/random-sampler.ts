import type { Rng } from '@ml/tensor';
import { checkCount, type Sampler } from './sampler.ts';

export interface RandomSamplerOptions {
  /** Whether a sample may come up more than once in an epoch; default false. */
  readonly replacement?: boolean | undefined;
  /** Samples in an epoch; default: as many as there are. More than that without replacement goes round several times. */
  readonly numSamples?: number | undefined;
}

/**
 * The samples in random order.
 *
 * @throws {RangeError} when numSamples is not an integer ≥ 1, or there is nothing to draw from
 * @reference torch.utils.data.RandomSampler
 * @example
 * [...new RandomSampler({ length: 4 }).indices(new Rng(42))] // => [3, 2, 1, 0]
 */
export class RandomSampler implements Sampler {
  readonly length: number;
  readonly #size: number;
  readonly #replacement: boolean;

  constructor(dataset: { readonly length: number }, { replacement = false, numSamples }: RandomSamplerOptions = {}) {
    if (numSamples !== undefined) checkCount('RandomSampler', 'numSamples', numSamples, 1);
    if (dataset.length === 0 && numSamples !== undefined)
      throw new RangeError('RandomSampler: there are no samples to draw from');
    this.#size = dataset.length;
    this.#replacement = replacement;
    this.length = numSamples ?? dataset.length;
  }

  *indices(rng: Rng): Iterable<number> {
    if (this.#replacement) {
      for (let i = 0; i < this.length; i++) yield rng.integers(this.#size);
      return;
    }
    for (let left = this.length; left > 0; left -= this.#size) yield* rng.permutation(this.#size).subarray(0, left);
  }
}
