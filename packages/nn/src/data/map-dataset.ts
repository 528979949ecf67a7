import { defaultRng, type Rng } from '@ml/tensor';
import type { Collated } from './collate.ts';
import type { Dataset } from './dataset.ts';

export interface MapDatasetOptions<B, C> {
  /** The same for a whole batch, with its leading axis. Without it, batches are transformed sample by sample. */
  readonly batched?: ((batch: B, rng: Rng) => C) | undefined;
}

/**
 * A data set whose samples are transformed when they are asked for.
 *
 * A transform that draws takes `rng`, which has a stream of its own for every batch. One that works on single samples and
 * on batches alike (a normalisation, say) can be given as both.
 *
 * @example
 * const rows = new TensorDataset(tensor([[1, 2], [3, 4]]));
 * const twice = (x: Tensor) => x.mul(2);
 * const doubled = new MapDataset(rows, twice, { batched: twice });
 * doubled.get(0).toArray() // => [2, 4]
 * doubled.getMany?.(Int32Array.of(1, 1)).toArray() // => [[6, 8], [6, 8]]
 */
export class MapDataset<T, B, U, C = Collated<U>> implements Dataset<U, C> {
  readonly dataset: Dataset<T, B>;
  readonly getMany: ((indices: Int32Array, rng?: Rng) => C) | undefined;
  readonly #transform: (sample: T, rng: Rng) => U;

  constructor(dataset: Dataset<T, B>, transform: (sample: T, rng: Rng) => U, options: MapDatasetOptions<B, C> = {}) {
    const { batched } = options;
    this.dataset = dataset;
    this.#transform = transform;
    const { getMany } = dataset;
    if (batched !== undefined && getMany !== undefined)
      this.getMany = (indices, rng = defaultRng()) => batched(dataset.getMany?.(indices, rng) as B, rng);
  }

  get length(): number {
    return this.dataset.length;
  }

  get(index: number, rng: Rng = defaultRng()): U {
    return this.#transform(this.dataset.get(index, rng), rng);
  }
}
