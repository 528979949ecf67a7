import { defaultRng, type Rng } from '@ml/tensor';
import type { Dataset } from './dataset.ts';
import { Subset } from './subset.ts';

export interface RandomSplitOptions {
  /** Default: the module default, seeded by `manualSeed`. */
  readonly rng?: Rng | undefined;
}

/**
 * Splits a data set at random into parts that do not overlap.
 *
 * Lengths are counts with the data set's length as their sum, or fractions with sum 1: then every part gets ⌊N·fraction⌋
 * samples, and what is left goes to the first parts, one each.
 *
 * @throws {RangeError} when the lengths are neither
 * @reference torch.utils.data.random_split
 * @example
 * const numbers: Dataset<number> = { length: 10, get: (i) => i };
 * randomSplit(numbers, [0.75, 0.25], { rng: new Rng(1) }).map((part) => part.length) // => [8, 2]
 */
export function randomSplit<T, B>(
  dataset: Dataset<T, B>,
  lengths: readonly number[],
  { rng = defaultRng() }: RandomSplitOptions = {},
): Subset<T, B>[] {
  const counts = partLengths(dataset.length, lengths);
  const order = rng.permutation(dataset.length);
  let start = 0;
  return counts.map((count) => {
    const part = order.subarray(start, start + count);
    start += count;
    return new Subset(dataset, part);
  });
}

function partLengths(total: number, lengths: readonly number[]): readonly number[] {
  const sum = lengths.reduce((a, b) => a + b, 0);
  if (lengths.every((length) => Number.isSafeInteger(length) && length >= 0) && sum === total) return lengths;
  if (!lengths.every((length) => length >= 0 && length <= 1) || Math.abs(sum - 1) > 1e-9)
    throw new RangeError(`randomSplit: lengths [${lengths}] add up neither to the ${total} samples nor to 1`);
  const counts = lengths.map((fraction) => Math.floor(total * fraction));
  const rest = total - counts.reduce((a, b) => a + b, 0);
  return counts.map((count, i) => count + Math.floor(rest / counts.length) + (i < rest % counts.length ? 1 : 0));
}
