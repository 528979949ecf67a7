import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { requireCount } from '../base/parameter-error.ts';
import type { Samples } from './samples.ts';
import { countCodes, foldSplits, type Split, Splitter } from './splitter.ts';

export interface GroupKFoldOptions {
  /** Number of folds, at least 2. */
  readonly nSplits: number;
}

/**
 * k folds of about equal size that never tear a group apart.
 *
 * The largest group that is left goes to the fold that is smallest so far. Of groups of equal size, the one of the greatest label
 * goes first, as in scikit-learn with up to 16 groups (with more, its order among equals is arbitrary).
 *
 * @reference agrees with sklearn.model_selection.GroupKFold
 * @example
 * const folds = [...new GroupKFold({ nSplits: 2 }).split([1, 2, 3, 4], null, ['a', 'b', 'b', 'a'])];
 * folds.map(({ test }) => [...test]) // => [[1, 2], [0, 3]]
 */
export class GroupKFold extends Splitter<GroupKFoldOptions> {
  static readonly splitterName = 'GroupKFold';
  static readonly defaults: GroupKFoldOptions = { nSplits: 5 };

  protected check(name: string, { nSplits }: GroupKFoldOptions): void {
    requireCount(name, 'nSplits', nSplits, 2);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  split(X: Samples, _y?: Samples | null, groups?: Labels | null): Iterable<Split> {
    const { nSplits } = this.options;
    const { classes, codes } = this.group(groups, this.count(X));
    if (nSplits > classes.length)
      throw new DataError(`GroupKFold: ${classes.length} groups cannot be divided into ${nSplits} folds`);
    const sizes = countCodes(codes, classes.length);
    const largestFirst = Int32Array.from(sizes, (_, g) => g).sort((a, b) => sizes[b] - sizes[a] || b - a);
    const filled = new Int32Array(nSplits);
    const foldOf = new Int32Array(classes.length);
    for (const group of largestFirst) {
      const smallest = filled.indexOf(Math.min(...filled));
      foldOf[group] = smallest;
      filled[smallest] += sizes[group];
    }
    return foldSplits(
      codes.map((code) => foldOf[code]),
      nSplits,
    );
  }
}
