import type { Rng } from '@ml/tensor';
import { checkCount, type Sampler } from './sampler.ts';

export interface WeightedRandomSamplerOptions {
  /** Whether a sample may come up more than once in an epoch; default true. */
  readonly replacement?: boolean | undefined;
}

/**
 * Samples drawn with given weights, which need not add up to 1: the usual cure for classes of very different sizes.
 *
 * p(i) = weights[i] / Σ weights
 *
 * @throws {RangeError} when a weight is negative or not finite, or none is above 0
 * @reference torch.utils.data.WeightedRandomSampler
 * @example
 * [...new WeightedRandomSampler([0, 3, 0], 4).indices(new Rng(0))] // => [1, 1, 1, 1]
 */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly #probabilities: Float64Array;
  readonly #replacement: boolean;

  constructor(
    weights: ArrayLike<number>,
    numSamples: number,
    { replacement = true }: WeightedRandomSamplerOptions = {},
  ) {
    checkCount('WeightedRandomSampler', 'numSamples', numSamples, 1);
    const values = Float64Array.from(weights);
    const bad = values.findIndex((weight) => !(weight >= 0 && weight < Infinity));
    if (bad >= 0) throw new RangeError(`WeightedRandomSampler: weights[${bad}] is ${values[bad]}, not a weight`);
    const total = values.reduce((a, b) => a + b, 0);
    if (!(total > 0 && total < Infinity)) throw new RangeError(`WeightedRandomSampler: the weights add up to ${total}`);
    const drawable = values.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
    if (!replacement && drawable < numSamples)
      throw new RangeError(
        `WeightedRandomSampler: ${numSamples} samples without replacement, but only ${drawable} weights above 0`,
      );
    this.length = numSamples;
    this.#probabilities = values.map((weight) => weight / total);
    this.#replacement = replacement;
  }

  indices(rng: Rng): Iterable<number> {
    const p = this.#probabilities;
    return rng.choice(p.length, this.length, { p, replace: this.#replacement });
  }
}
