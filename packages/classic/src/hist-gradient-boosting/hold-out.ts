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
