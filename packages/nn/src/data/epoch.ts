import { Rng, type RngState } from '@ml/tensor';
import { type BatchJob, batchStream } from './batch-job.ts';
import type { BatchSamplerLike } from './samplers/sampler.ts';

/** One way through the data: its batches in their order, and how far it has come. */
export class Epoch {
  /** Position of the generator before anything was drawn from it: it decides the whole epoch. */
  readonly start: RngState;
  readonly length: number;
  /** Batches handed out. */
  batch = 0;
  /** Jobs of batches that were begun and not handed out yet. */
  readonly pending: BatchJob[] = [];
  readonly #order: Iterator<ArrayLike<number>>;

  constructor(start: RngState, sampler: BatchSamplerLike) {
    this.start = start;
    this.length = sampler.length;
    this.#order = sampler.batches(Rng.fromState(start))[Symbol.iterator]();
  }

  get done(): boolean {
    return this.batch >= this.length;
  }

  /** Goes on behind the first `count` batches without making them. */
  skip(count: number): void {
    for (; this.batch < count; this.batch++) this.#nextIndices();
  }

  /** Begins jobs until `count` are pending or the epoch has no more; returns the new ones. */
  begin(count: number): BatchJob[] {
    const from = this.pending.length;
    while (this.pending.length < count && this.batch + this.pending.length < this.length) {
      const number = this.batch + this.pending.length;
      this.pending.push({ indices: Int32Array.from(this.#nextIndices()), rng: batchStream(this.start, number) });
    }
    return this.pending.slice(from);
  }

  /** The first pending job was done, and its batch handed out. */
  advance(): void {
    this.pending.shift();
    this.batch++;
  }

  #nextIndices(): ArrayLike<number> {
    const { value, done } = this.#order.next();
    if (done === true)
      throw new RangeError(`DataLoader: the sampler gave fewer batches than the ${this.length} of its length`);
    return value;
  }
}
