import type { Rng } from '@ml/tensor';
import type { Collated } from './collate.ts';
import { checkIndex, type Dataset } from './dataset.ts';

/**
 * Some samples of a data set, in a given order; indices may repeat.
 *
 * @throws {RangeError} when an index is not one of the data set's
 * @reference torch.utils.data.Subset
 * @example
 * const letters: Dataset<string> = { length: 3, get: (i) => 'abc'[i] };
 * new Subset(letters, [2, 0]).get(0) // => 'c'
 */
export class Subset<T, B = Collated<T>> implements Dataset<T, B> {
  readonly dataset: Dataset<T, B>;
  readonly indices: Int32Array;
  readonly getMany: ((indices: Int32Array, rng?: Rng) => B) | undefined;

  constructor(dataset: Dataset<T, B>, indices: ArrayLike<number>) {
    for (let i = 0; i < indices.length; i++) checkIndex('Subset', indices[i], dataset.length);
    this.dataset = dataset;
    this.indices = Int32Array.from(indices);
    if (dataset.getMany !== undefined)
      this.getMany = (places, rng) =>
        dataset.getMany?.(
          places.map((place) => this.#indexAt(place)),
          rng,
        ) as B;
  }

  get length(): number {
    return this.indices.length;
  }

  get(index: number, rng?: Rng): T {
    return this.dataset.get(this.#indexAt(index), rng);
  }

  #indexAt(place: number): number {
    checkIndex('Subset', place, this.length);
    return this.indices[place];
  }
}
