import { DataError } from '../base/data-error.ts';
import type { Samples } from './samples.ts';
import { foldSplits, type Split, Splitter } from './splitter.ts';
import { range } from './time-series-split.ts';

/**
 * Every sample is judged on once, by what was fitted on all others.
 *
 * @reference agrees with sklearn.model_selection.LeaveOneOut
 * @example
 * [...new LeaveOneOut().split(['a', 'b', 'c'])].map(({ train }) => [...train]) // => [[1, 2], [0, 2], [0, 1]]
 */
export class LeaveOneOut extends Splitter {
  static readonly splitterName = 'LeaveOneOut';
  static readonly defaults = {};

  protected check(): void {}

  getNSplits(X?: Samples | null): number {
    if (X === null || X === undefined) throw new DataError('LeaveOneOut: getNSplits needs X');
    return this.count(X);
  }

  split(X: Samples): Iterable<Split> {
    const n = this.count(X, 2);
    return foldSplits(range(0, n), n);
  }
}
