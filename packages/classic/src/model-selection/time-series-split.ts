import { DataError } from '../base/data-error.ts';
import { requireCount } from '../base/parameter-error.ts';
import type { Samples } from './samples.ts';
import { type Split, Splitter } from './splitter.ts';

export interface TimeSeriesSplitOptions {
  /** How many times; at least 2. */
  readonly nSplits: number;
  /** Most samples to fit on, the latest; null: all there are. */
  readonly maxTrainSize: number | null;
  /** Samples to judge on; null: ⌊N / (nSplits + 1)⌋. */
  readonly testSize: number | null;
  /** Samples left out between those fitted on and those judged on. */
  readonly gap: number;
}

/**
 * For samples in order of time: always fitted on the past and judged on what comes next.
 *
 * @reference agrees with sklearn.model_selection.TimeSeriesSplit
 * @example
 * const splits = [...new TimeSeriesSplit({ nSplits: 2 }).split([1, 2, 3])];
 * splits.map(({ train, test }) => [[...train], [...test]]) // => [[[0], [1]], [[0, 1], [2]]]
 */
export class TimeSeriesSplit extends Splitter<TimeSeriesSplitOptions> {
  static readonly splitterName = 'TimeSeriesSplit';
  static readonly defaults: TimeSeriesSplitOptions = { nSplits: 5, maxTrainSize: null, testSize: null, gap: 0 };

  protected check(name: string, { nSplits, maxTrainSize, testSize, gap }: TimeSeriesSplitOptions): void {
    requireCount(name, 'nSplits', nSplits, 2);
    if (maxTrainSize !== null) requireCount(name, 'maxTrainSize', maxTrainSize);
    if (testSize !== null) requireCount(name, 'testSize', testSize);
    requireCount(name, 'gap', gap, 0);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  *split(X: Samples): Generator<Split> {
    const { nSplits, maxTrainSize, gap } = this.options;
    const n = this.count(X);
    if (nSplits + 1 > n) throw new DataError(`TimeSeriesSplit: ${n} samples are too few for ${nSplits} splits`);
    const testSize = this.options.testSize ?? Math.floor(n / (nSplits + 1));
    const first = n - nSplits * testSize;
    if (first - gap <= 0)
      throw new DataError(
        `TimeSeriesSplit: ${n} samples are too few for ${nSplits} splits of ${testSize} with a gap of ${gap}`,
      );
    for (let start = first; start < n; start += testSize) {
      const end = start - gap;
      const from = maxTrainSize === null ? 0 : Math.max(0, end - maxTrainSize);
      yield { train: range(from, end), test: range(start, start + testSize) };
    }
  }
}

/** start, start + 1, …, end − 1. */
export function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}
