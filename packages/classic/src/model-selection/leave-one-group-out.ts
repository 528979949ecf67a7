import { DataError } from '../base/data-error.ts';
import { encodeLabels, type Labels } from '../base/labels.ts';
import type { Samples } from './samples.ts';
import { foldSplits, type Split, Splitter } from './splitter.ts';

/**
 * Every group is judged on once, by what was fitted on all others.
 *
 * @reference agrees with sklearn.model_selection.LeaveOneGroupOut
 * @example
 * const splits = [...new LeaveOneGroupOut().split([1, 2, 3], null, ['b', 'a', 'b'])];
 * splits.map(({ test }) => [...test]) // => [[1], [0, 2]]
 */
export class LeaveOneGroupOut extends Splitter {
  static readonly splitterName = 'LeaveOneGroupOut';
  static readonly defaults = {};

  protected check(): void {}

  getNSplits(_X?: Samples | null, _y?: Samples | null, groups?: Labels | null): number {
    if (groups === null || groups === undefined) throw new DataError('LeaveOneGroupOut: getNSplits needs groups');
    return encodeLabels('LeaveOneGroupOut', groups).classes.length;
  }

  split(X: Samples, _y?: Samples | null, groups?: Labels | null): Iterable<Split> {
    const { classes, codes } = this.group(groups, this.count(X));
    if (classes.length < 2) throw new DataError(`LeaveOneGroupOut: there is one group (${classes[0]}), two are needed`);
    return foldSplits(codes, classes.length);
  }
}
