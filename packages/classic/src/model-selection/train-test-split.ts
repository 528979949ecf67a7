import { tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { ParameterError } from '../base/parameter-error.ts';
import type { RandomState } from '../base/random-state.ts';
import { type Samples, sampleCount, type Taken, takeSamples } from './samples.ts';
import { ShuffleSplit } from './shuffle-split.ts';
import { checkSplitSizes, splitSizes } from './split-sizes.ts';
import type { Split } from './splitter.ts';
import { StratifiedShuffleSplit } from './stratified-shuffle-split.ts';
import { range } from './time-series-split.ts';

export interface TrainTestSplitOptions {
  /** Share of the samples to judge on (below 1, rounded up) or their number; null: what `trainSize` leaves, or a quarter. */
  readonly testSize?: number | null | undefined;
  /** Share of the samples to fit on (below 1, rounded down) or their number; null: what `testSize` leaves. */
  readonly trainSize?: number | null | undefined;
  /** Take samples at random; otherwise the first to fit on, the next to judge on. Default true. */
  readonly shuffle?: boolean | undefined;
  /** Class of each sample: both sides get about the same shares of classes. */
  readonly stratify?: Samples | null | undefined;
  readonly randomState?: RandomState | undefined;
}

/** XTrain, XTest, yTrain, yTest, … of X, y, … */
export type TrainTest<A extends readonly Samples[]> = A extends readonly [
  infer Head extends Samples,
  ...infer Rest extends readonly Samples[],
]
  ? [Taken<Head>, Taken<Head>, ...TrainTest<Rest>]
  : A extends readonly []
    ? []
    : Taken<A[number]>[];

/**
 * Divides samples into those to fit on and those to judge on, the same way in each of the arrays.
 *
 * @param arrays tensors, tables, rows, labels, typed arrays; each comes back as two of its kind
 * @throws {DataError} when they have different numbers of samples, or too few
 * @throws {ParameterError} when a size is no share and no number, or `stratify` is given without `shuffle`
 * @example
 * const [XTrain, XTest, yTrain, yTest] = trainTestSplit([[[1], [2], [3], [4]], ['a', 'b', 'c', 'd']], { shuffle: false });
 * [XTrain, XTest, yTrain, yTest] // => [[[1], [2], [3]], [[4]], ['a', 'b', 'c'], ['d']]
 */
export function trainTestSplit<A extends readonly [Samples, ...Samples[]]>(
  arrays: A,
  options: TrainTestSplitOptions = {},
): TrainTest<A> {
  const name = 'trainTestSplit';
  if (!Array.isArray(arrays) || arrays.length === 0)
    throw new DataError(`${name}: arrays must be a list, as in trainTestSplit([X, y])`);
  const counts = arrays.map((array, i) => sampleCount(name, array, `array ${i}`));
  const odd = counts.findIndex((count) => count !== counts[0]);
  if (odd > 0) throw new DataError(`${name}: array 0 has ${counts[0]} samples, array ${odd} has ${counts[odd]}`);
  return tidy(() => {
    const { train, test } = chooseSplit(name, counts[0], options);
    return arrays.flatMap((array) => [takeSamples(array, train), takeSamples(array, test)]);
  }) as TrainTest<A>;
}

function chooseSplit(name: string, n: number, options: TrainTestSplitOptions): Split {
  const { testSize = null, trainSize = null, shuffle = true, stratify = null, randomState = null } = options;
  checkSplitSizes(name, { testSize, trainSize });
  const { train, test } = splitSizes(name, n, { testSize, trainSize }, 0.25);
  if (!shuffle) {
    if (stratify !== null) throw new ParameterError(`${name}: stratify needs shuffle`);
    return { train: range(0, train), test: range(train, train + test) };
  }
  const sizes = { nSplits: 1, testSize: test, trainSize: train, randomState };
  const samples = range(0, n);
  const splits =
    stratify === null
      ? new ShuffleSplit(sizes).split(samples)
      : new StratifiedShuffleSplit(sizes).split(samples, stratify);
  const [only] = splits;
  return only;
}
