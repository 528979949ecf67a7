import { isTensor, type Rng, type Tensor } from '@ml/tensor';
import { batchCount, cutIntoBatches } from './batch-sampler.ts';
import { type BatchSamplerLike, checkCount } from './sampler.ts';

export interface StratifiedBatchSamplerOptions {
  /** Whether members of a class come in another order in every epoch; default true. */
  readonly shuffle?: boolean | undefined;
  /** Whether a last batch that is not full is left out; default false. */
  readonly dropLast?: boolean | undefined;
}

/**
 * Batches with the same mixture of classes as the whole data set; an epoch has every sample once.
 *
 * After any number of samples, class k with nₖ of N members has come up ⌊t·nₖ/N⌋ or ⌈t·nₖ/N⌉ times, so a batch of B has less
 * than 2 more or fewer than B·nₖ/N. Member j of a class may come from place ⌊j·N/nₖ⌋ on and must have come before ⌈(j + 1)·N/nₖ⌉;
 * taking the one that must come first always keeps to that.
 *
 * @shape labels [N], any numbers or strings
 * @throws {RangeError} when batchSize is not an integer ≥ 1
 * @complexity O(N·K) an epoch for K classes
 * @reference Tijdeman, "The chairman assignment problem", Discrete Mathematics 32 (1980); earliest deadline first
 * @example
 * const sampler = new StratifiedBatchSampler(['a', 'a', 'a', 'a', 'b', 'b'], 3, { shuffle: false });
 * [...sampler.batches(new Rng(0))].map((batch) => [...batch]) // => [[0, 1, 4], [2, 3, 5]]
 */
export class StratifiedBatchSampler implements BatchSamplerLike {
  readonly batchSize: number;
  readonly #size: number;
  readonly #shuffle: boolean;
  readonly #dropLast: boolean;
  readonly #classes: readonly Int32Array[];

  constructor(
    labels: Tensor | ArrayLike<number | string>,
    batchSize: number,
    { shuffle = true, dropLast = false }: StratifiedBatchSamplerOptions = {},
  ) {
    checkCount('StratifiedBatchSampler', 'batchSize', batchSize, 1);
    const list = Array.from(isTensor(labels) ? (labels.toTypedArray() as ArrayLike<number>) : labels);
    const members = new Map<number | string, number[]>();
    for (const [i, label] of list.entries()) {
      const group = members.get(label);
      if (group === undefined) members.set(label, [i]);
      else group.push(i);
    }
    this.batchSize = batchSize;
    this.#size = list.length;
    this.#shuffle = shuffle;
    this.#dropLast = dropLast;
    this.#classes = [...members.values()].map((group) => Int32Array.from(group));
  }

  get length(): number {
    return batchCount(this.#size, this.batchSize, this.#dropLast);
  }

  batches(rng: Rng): Iterable<Int32Array> {
    const classes = this.#shuffle
      ? rng.shuffle(this.#classes.map((members) => rng.shuffle(members.slice()))) // which of several classes is first, too
      : this.#classes;
    return cutIntoBatches(interleave(classes, this.#size), this.batchSize, this.#dropLast);
  }
}

function* interleave(classes: readonly Int32Array[], size: number): Iterable<number> {
  const taken = new Int32Array(classes.length);
  for (let place = 0; place < size; place++) {
    let first = -1;
    let earliest = Infinity;
    for (let k = 0; k < classes.length; k++) {
      const { length } = classes[k];
      if (taken[k] === length || Math.floor((taken[k] * size) / length) > place) continue;
      const deadline = Math.ceil(((taken[k] + 1) * size) / length);
      if (deadline < earliest) [first, earliest] = [k, deadline];
    }
    yield classes[first][taken[first]++];
  }
}
