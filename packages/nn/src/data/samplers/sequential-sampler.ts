import type { Sampler } from './sampler.ts';

/**
 * The samples in their order.
 *
 * @reference torch.utils.data.SequentialSampler
 * @example
 * [...new SequentialSampler({ length: 3 }).indices()] // => [0, 1, 2]
 */
export class SequentialSampler implements Sampler {
  readonly length: number;

  constructor(dataset: { readonly length: number }) {
    this.length = dataset.length;
  }

  *indices(): Iterable<number> {
    for (let i = 0; i < this.length; i++) yield i;
  }
}
