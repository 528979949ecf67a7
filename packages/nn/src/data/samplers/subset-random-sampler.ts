import type { Rng } from '@ml/tensor';
import type { Sampler } from './sampler.ts';

/**
 * Given indices in random order, each once.
 *
 * @reference torch.utils.data.SubsetRandomSampler
 * @example
 * [...new SubsetRandomSampler([10, 20, 30]).indices(new Rng(0))].sort() // => [10, 20, 30]
 */
export class SubsetRandomSampler implements Sampler {
  readonly #members: Int32Array;

  constructor(indices: ArrayLike<number>) {
    this.#members = Int32Array.from(indices);
  }

  get length(): number {
    return this.#members.length;
  }

  indices(rng: Rng): Iterable<number> {
    return rng.shuffle(this.#members.slice());
  }
}
