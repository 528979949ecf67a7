import type { Rng } from '@ml/tensor';
import type { Collated } from './collate.ts';

/**
 * Samples by number. What `get` returns is up to the data set: a tensor, a number, or lists and records of them.
 *
 * Random transforms draw from the `rng` that is handed in: a stream of its own for every batch of every epoch, so that
 * neither a resumed run nor the number of worker threads changes what is drawn.
 */
export interface Dataset<T, B = Collated<T>> {
  /** How many samples there are. */
  readonly length: number;
  /** Sample number `index`, 0 ≤ index < length. */
  get(index: number, rng?: Rng): T;
  /** A whole batch at once, with a leading axis of `indices.length`; without it, samples are got one by one and collated. */
  readonly getMany?: ((indices: Int32Array, rng?: Rng) => B) | undefined;
}

/** @throws {RangeError} when there is no such sample */
export function checkIndex(op: string, index: number, length: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= length)
    throw new RangeError(`${op}: there is no sample ${index} among ${length}`);
}
