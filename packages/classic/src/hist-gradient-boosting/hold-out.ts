import type { Rng } from '@ml/tensor';
import { ShuffleSplit } from '../model-selection/shuffle-split.ts';
import type { Split } from '../model-selection/splitter.ts';
import { StratifiedShuffleSplit } from '../model-selection/stratified-shuffle-split.ts';

/**
 * Samples to fit on, and others to tell by when to stop.
 *
 * @param fraction share of the samples to tell by if below 1, otherwise their number
 * @param classes of each sample, whose shares are kept; null where there are none
 */
export function holdOut(n: number, fraction: number, classes: ArrayLike<number> | null, rng: Rng): Split {
  const options = { nSplits: 1, testSize: fraction, randomState: rng.integers(0, 2 ** 31) };
  const splitter = classes === null ? new ShuffleSplit(options) : new StratifiedShuffleSplit(options);
  const [split] = splitter.split(new Uint8Array(n), classes);
  return split;
}

/** Entries at some places. */
export function entriesAt(values: Float64Array, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) out[i] = values[places[i]];
  return out;
}

/** Rows at some places of a matrix with `width` columns. */
export function rowsAt(values: Float64Array, width: number, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length * width);
  for (let i = 0; i < places.length; i++)
    out.set(values.subarray(places[i] * width, (places[i] + 1) * width), i * width);
  return out;
}
