import { defaultRng, isTensor, type Rng } from '@ml/tensor';
import type { JsonValue } from '../json.ts';
import type { BatchSource } from '../train/batch-source.ts';
import { makeBatch } from './batch-job.ts';
import type { Collated } from './collate.ts';
import type { Dataset } from './dataset.ts';
import { Epoch } from './epoch.ts';
import { type LoaderState, readLoaderState } from './loader-state.ts';
import type { Prefetcher } from './prefetcher.ts';
import { BatchSampler } from './samplers/batch-sampler.ts';
import { RandomSampler } from './samplers/random-sampler.ts';
import type { BatchSamplerLike, Sampler } from './samplers/sampler.ts';
import { SequentialSampler } from './samplers/sequential-sampler.ts';

export interface DataLoaderOptions<T, B> {
  /** Samples in a batch; default 1. */
  readonly batchSize?: number | undefined;
  /** Whether every epoch has another random order; default false. */
  readonly shuffle?: boolean | undefined;
  /** Whether a last batch that is not full is left out; default false. */
  readonly dropLast?: boolean | undefined;
  /** The order of samples; instead of `shuffle`. */
  readonly sampler?: Sampler | undefined;
  /** Which samples make a batch; instead of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  readonly batchSampler?: BatchSamplerLike | undefined;
  /** Joins samples to a batch. Default: the data set's own `getMany`, else `collate`. */
  readonly collate?: ((samples: T[]) => B) | undefined;
  /** Decides orders and random transforms. Default: a stream of the module default's, which `manualSeed` seeds. */
  readonly rng?: Rng | undefined;
  /** Makes batches ahead of time in other threads: `workerPrefetch` of @ml/nn/node. */
  readonly prefetch?: Prefetcher<B> | undefined;
}

/**
 * Batches of a data set, in sequence or shuffled anew in every epoch.
 *
 * `for (const batch of loader)` is one epoch. A batch lives until the loop asks for the next one, so that plain loops need no
 * more memory than one batch; what is to live longer is copied. `next()`, which `train` calls, goes on from epoch to epoch, and
 * its batches belong to the scope they are made in.
 *
 * `getState` and `setState` make a run continue where it was: the rest of the epoch, and all later ones, come bit for bit as they
 * would have. The first loop after `setState` is the rest of the interrupted epoch; any other loop begins a new one.
 *
 * @throws {RangeError} when batchSize is not an integer ≥ 1, or options exclude each other
 * @reference torch.utils.data.DataLoader
 * @example
 * const data = new TensorDataset({ inputs: tensor([[1], [2], [3]]), targets: tensor([1, 2, 3]) });
 * const loader = new DataLoader(data, { batchSize: 2 });
 * const sums: number[] = [];
 * for (const { inputs, targets } of loader) sums.push(inputs.sum().item() + targets.sum().item());
 * sums // => [6, 6]
 * loader.next().targets.toArray() // => [1, 2]
 */
export class DataLoader<T, B = Collated<T>> implements BatchSource<B>, Iterable<B> {
  readonly dataset: Dataset<T, B>;
  readonly batchSampler: BatchSamplerLike;
  readonly #rng: Rng;
  readonly #collate: ((samples: T[]) => B) | undefined;
  readonly #prefetch: Prefetcher<B> | undefined;
  #finished = 0;
  #current: Epoch | null = null;
  /** Whether the current epoch was put back by `setState` and no loop has taken it up yet. */
  #restored = false;
  /** The epoch whose jobs the prefetcher has. */
  #ahead: Epoch | null = null;

  constructor(dataset: Dataset<T, B>, options: DataLoaderOptions<T, B> = {}) {
    const { collate, prefetch, rng } = options;
    if (collate !== undefined && prefetch !== undefined)
      throw new RangeError('DataLoader: collate runs where the batches are made: give it to serveDataset instead');
    this.dataset = dataset;
    this.batchSampler = options.batchSampler ?? batchSamplerOf(dataset, options);
    if (options.batchSampler !== undefined)
      refuseBesides(options, 'batchSampler', ['batchSize', 'shuffle', 'sampler', 'dropLast']);
    this.#rng = rng ?? (defaultRng().spawn(1)[0] as Rng);
    this.#collate = collate;
    this.#prefetch = prefetch;
  }

  /** Batches in an epoch. */
  get length(): number {
    return this.batchSampler.length;
  }

  /** Epochs whose last batch was handed out. */
  get epoch(): number {
    return this.#finished;
  }

  /** The next batch, of a new epoch when there are no more in this one. @throws {RangeError} when an epoch has no batches */
  next(): B {
    this.#restored = false;
    if (this.length === 0) throw new RangeError(`DataLoader: ${this.dataset.length} samples make no batch`);
    this.#current ??= this.#newEpoch();
    return this.#take(this.#current);
  }

  /** One epoch, or the rest of one that `setState` put back. */
  *[Symbol.iterator](): Generator<B, void, void> {
    const epoch = this.#restored && this.#current !== null ? this.#current : this.#newEpoch();
    this.#restored = false;
    this.#current = epoch;
    if (epoch.length === 0) {
      this.#finished++;
      this.#current = null;
    }
    while (!epoch.done) {
      const batch = this.#take(epoch);
      yield batch;
      disposeTensors(batch);
    }
  }

  /** The position as JSON data. */
  getState(): JsonValue {
    const state: LoaderState = {
      epoch: this.#finished,
      batch: this.#current?.batch ?? 0,
      order: this.#current?.start ?? null,
      rng: this.#rng.getState(),
      samples: this.dataset.length,
      batches: this.length,
    };
    return state as unknown as JsonValue;
  }

  /** @throws {RangeError} when the data is not a state of this loader, which is then unchanged */
  setState(state: JsonValue): void {
    const { epoch, batch, order, rng } = readLoaderState(state, this.dataset.length, this.length);
    const current = order === null ? null : new Epoch(order, this.batchSampler);
    current?.skip(batch);
    this.#rng.setState(rng);
    this.#finished = epoch;
    this.#current = current;
    this.#restored = current !== null;
  }

  #newEpoch(): Epoch {
    return new Epoch((this.#rng.spawn(1)[0] as Rng).getState(), this.batchSampler);
  }

  #take(epoch: Epoch): B {
    const batch = this.#made(epoch);
    epoch.advance();
    if (epoch.done && this.#current === epoch) {
      this.#finished++;
      this.#current = null;
    }
    return batch;
  }

  #made(epoch: Epoch): B {
    const prefetch = this.#prefetch;
    if (prefetch === undefined) {
      epoch.begin(1);
      return makeBatch(this.dataset, epoch.pending[0], this.#collate);
    }
    if (this.#ahead !== epoch) {
      prefetch.clear();
      for (const job of epoch.pending) prefetch.submit(job);
      this.#ahead = epoch;
    }
    for (const job of epoch.begin(prefetch.capacity)) prefetch.submit(job);
    try {
      return prefetch.take();
    } catch (error) {
      this.#ahead = null; // what is pending is asked for again
      throw error;
    }
  }
}

function batchSamplerOf<T, B>(dataset: Dataset<T, B>, options: DataLoaderOptions<T, B>): BatchSamplerLike {
  const { batchSize = 1, shuffle = false, sampler, dropLast } = options;
  if (sampler !== undefined) refuseBesides(options, 'sampler', ['shuffle']);
  const order = sampler ?? (shuffle ? new RandomSampler(dataset) : new SequentialSampler(dataset));
  return new BatchSampler(order, batchSize, { dropLast });
}

/** As in PyTorch, an option that another one makes meaningless is a mistake. */
function refuseBesides<T, B>(
  options: DataLoaderOptions<T, B>,
  given: keyof DataLoaderOptions<T, B>,
  others: readonly (keyof DataLoaderOptions<T, B>)[],
): void {
  const other = others.find((name) => options[name] !== undefined);
  if (other !== undefined) throw new RangeError(`DataLoader: ${given} says it all; ${other} cannot be given besides`);
}

function disposeTensors(value: unknown): void {
  if (isTensor(value)) {
    if (!value.isDisposed) value.dispose();
  } else if (Array.isArray(value)) for (const entry of value) disposeTensors(entry);
  else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    for (const entry of Object.values(value)) disposeTensors(entry);
}
