import { concat, indexSelect, isTensor, type Rng, type Tensor, tensor, tidy } from '@ml/tensor';
import type { Collated } from './collate.ts';
import { checkIndex, type Dataset } from './dataset.ts';

/**
 * Data sets one after another.
 *
 * A batch is gathered from each data set that has a part in it, and put into order by one more operation.
 *
 * @throws {RangeError} when there are no data sets
 * @reference torch.utils.data.ConcatDataset
 * @example
 * const both = new ConcatDataset([new TensorDataset(tensor([1, 2])), new TensorDataset(tensor([3]))]);
 * both.get(2).item() // => 3
 * both.getMany?.(Int32Array.of(2, 0, 1)).toArray() // => [3, 1, 2]
 */
export class ConcatDataset<T, B = Collated<T>> implements Dataset<T, B> {
  readonly datasets: readonly Dataset<T, B>[];
  readonly length: number;
  readonly getMany: ((indices: Int32Array, rng?: Rng) => B) | undefined;
  /** Where each data set begins. */
  readonly #starts: readonly number[];

  constructor(datasets: readonly Dataset<T, B>[]) {
    if (datasets.length === 0) throw new RangeError('ConcatDataset: expected at least one data set');
    const ends: number[] = [];
    for (const dataset of datasets) ends.push((ends.at(-1) ?? 0) + dataset.length);
    this.#starts = [0, ...ends.slice(0, -1)];
    this.datasets = [...datasets];
    this.length = ends.at(-1) as number;
    if (datasets.every(({ getMany }) => getMany !== undefined))
      this.getMany = (indices, rng) => this.#gather(indices, rng);
  }

  get(index: number, rng?: Rng): T {
    const part = this.#partOf(index);
    return this.datasets[part].get(index - this.#starts[part], rng);
  }

  #partOf(index: number): number {
    checkIndex('ConcatDataset', index, this.length);
    return this.#starts.findLastIndex((start) => start <= index);
  }

  #gather(indices: Int32Array, rng: Rng | undefined): B {
    const places = new Map<number, number[]>(); // data set → places of its samples in the batch
    for (const [place, index] of indices.entries()) {
      const part = this.#partOf(index);
      const list = places.get(part);
      if (list === undefined) places.set(part, [place]);
      else list.push(place);
    }
    return tidy(() => {
      const parts = [...places].map(
        ([part, list]) =>
          this.datasets[part].getMany?.(
            Int32Array.from(list, (place) => indices[place] - this.#starts[part]),
            rng,
          ) as B,
      );
      if (parts.length === 1) return parts[0];
      // The parts lie one after another: sample `place` of the batch is at back[place].
      const back = new Int32Array(indices.length);
      for (const [at, place] of [...places.values()].flat().entries()) back[place] = at;
      return joined(parts, tensor(back) as Tensor<[number]>) as B;
    });
  }
}

/** Batches of one structure, concatenated and reordered place by place. */
function joined(parts: readonly unknown[], order: Tensor<[number]>): unknown {
  const [first] = parts;
  if (isTensor(first)) return indexSelect(concat(parts as Tensor[], 0) as Tensor, 0, order);
  if (Array.isArray(first)) {
    const leaves = first.every((entry) => typeof entry !== 'object' || entry === null);
    // A list is a column of plain values or a tuple of columns.
    if (leaves && first.length > 0)
      return [...(order.toArray() as number[])].map((at) => (parts as unknown[][]).flat()[at]);
    return first.map((_, i) =>
      joined(
        parts.map((part) => (part as unknown[])[i]),
        order,
      ),
    );
  }
  const keys = Object.keys(first as object);
  return Object.fromEntries(
    keys.map((key) => [
      key,
      joined(
        parts.map((part) => (part as Record<string, unknown>)[key]),
        order,
      ),
    ]),
  );
}
