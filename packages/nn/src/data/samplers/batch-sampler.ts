import type { Rng } from '@ml/tensor';
import { type BatchSamplerLike, checkCount, type Sampler } from './sampler.ts';

export interface BatchSamplerOptions {
  /** Whether a last batch that is not full is left out; default false. */
  readonly dropLast?: boolean | undefined;
}

/**
 * The indices of a sampler, `batchSize` at a time.
 *
 * @throws {RangeError} when batchSize is not an integer ≥ 1
 * @reference torch.utils.data.BatchSampler
 * @example
 * const three = new BatchSampler(new SequentialSampler({ length: 8 }), 3);
 * [...three.batches(new Rng(0))].map((batch) => [...batch]) // => [[0, 1, 2], [3, 4, 5], [6, 7]]
 */
export class BatchSampler implements BatchSamplerLike {
  readonly sampler: Sampler;
  readonly batchSize: number;
  readonly dropLast: boolean;

  constructor(sampler: Sampler, batchSize: number, { dropLast = false }: BatchSamplerOptions = {}) {
    checkCount('BatchSampler', 'batchSize', batchSize, 1);
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
  }

  get length(): number {
    return batchCount(this.sampler.length, this.batchSize, this.dropLast);
  }

  batches(rng: Rng): Iterable<Int32Array> {
    return cutIntoBatches(this.sampler.indices(rng), this.batchSize, this.dropLast);
  }
}

export function batchCount(samples: number, batchSize: number, dropLast: boolean): number {
  return dropLast ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}

export function* cutIntoBatches(indices: Iterable<number>, batchSize: number, dropLast: boolean): Iterable<Int32Array> {
  let batch: number[] = [];
  for (const index of indices) {
    batch.push(index);
    if (batch.length < batchSize) continue;
    yield Int32Array.from(batch);
    batch = [];
  }
  if (batch.length > 0 && !dropLast) yield Int32Array.from(batch);
}
