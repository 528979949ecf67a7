import type { Rng } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { generatorOf } from '../base/random-state.ts';
import type { Samples } from './samples.ts';
import { checkShuffleOptions, type ShuffleSplitOptions } from './shuffle-split.ts';
import { splitSizes } from './split-sizes.ts';
import { countCodes, type Split, Splitter } from './splitter.ts';

/**
 * Random samples to judge on, and to fit on, anew each time, every class with about its share of the whole; without either size a
 * tenth is judged on.
 *
 * @reference the rules of sizes of sklearn.model_selection.StratifiedShuffleSplit
 */
export class StratifiedShuffleSplit extends Splitter<ShuffleSplitOptions> {
  static readonly splitterName = 'StratifiedShuffleSplit';
  static readonly defaults: ShuffleSplitOptions = { nSplits: 10, testSize: null, trainSize: null, randomState: null };

  protected check(name: string, options: ShuffleSplitOptions): void {
    checkShuffleOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  *split(X: Samples, y?: Samples | null): Generator<Split> {
    const { nSplits, randomState } = this.options;
    const n = this.count(X);
    const sizes = splitSizes('StratifiedShuffleSplit', n, this.options, 0.1);
    const { classes, codes } = this.stratify(y, n);
    const counts = countCodes(codes, classes.length);
    const single = counts.indexOf(1);
    if (single >= 0)
      throw new DataError(`StratifiedShuffleSplit: class ${classes[single]} has one sample, two are needed`);
    for (const [side, size] of Object.entries(sizes))
      if (size < classes.length)
        throw new DataError(
          `StratifiedShuffleSplit: ${size} samples of ${side} are fewer than ${classes.length} classes`,
        );
    const members = classes.map((_, k) => Int32Array.from(codes.keys()).filter((i) => codes[i] === k));
    const rng = generatorOf('StratifiedShuffleSplit', randomState);
    for (let i = 0; i < nSplits; i++) {
      const trainCounts = likelyCounts(counts, sizes.train, rng); // ties are broken anew each time
      const left = counts.map((count, k) => count - trainCounts[k]);
      const testCounts = likelyCounts(left, sizes.test, rng);
      const shuffled = members.map((list) => rng.shuffle(list.slice()));
      const part = (first: Int32Array, size: Int32Array): Int32Array =>
        rng.shuffle(Int32Array.from(shuffled.flatMap((list, k) => [...list.subarray(first[k], first[k] + size[k])])));
      const train = part(new Int32Array(classes.length), trainCounts);
      yield { train, test: part(trainCounts, testCounts) };
    }
  }
}

/**
 * The likeliest numbers of members when `size` are drawn from classes of these counts without replacement: shares rounded down, and
 * what is missing given to the largest remainders, at random among equals.
 */
function likelyCounts(counts: Int32Array, size: number, rng: Rng): Int32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = Float64Array.from(counts, (count) => (count / total) * size);
  const drawn = Int32Array.from(shares, Math.floor);
  const missing = size - drawn.reduce((sum, count) => sum + count, 0);
  const byRemainder = rng.permutation(counts.length).sort((a, b) => shares[b] - drawn[b] - (shares[a] - drawn[a]));
  for (const k of byRemainder.subarray(0, missing)) drawn[k]++;
  return drawn;
}
