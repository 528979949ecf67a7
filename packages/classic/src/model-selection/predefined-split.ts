import { DataError } from '../base/data-error.ts';
import { compareLabels } from '../base/labels.ts';
import { requireParameter } from '../base/parameter-error.ts';
import type { Samples } from './samples.ts';
import { foldSplits, type Split, Splitter } from './splitter.ts';

export interface PredefinedSplitOptions {
  /** The split in which each sample is judged on; −1: in none. */
  readonly testFold: ArrayLike<number>;
}

/**
 * Splits that somebody has decided on.
 *
 * @reference agrees with sklearn.model_selection.PredefinedSplit
 * @example
 * const splits = [...new PredefinedSplit({ testFold: [0, 1, -1] }).split([7, 8, 9])];
 * splits.map(({ train, test }) => [[...train], [...test]]) // => [[[1, 2], [0]], [[0, 2], [1]]]
 */
export class PredefinedSplit extends Splitter<PredefinedSplitOptions> {
  static readonly splitterName = 'PredefinedSplit';
  static readonly defaults: PredefinedSplitOptions = { testFold: [] };

  protected check(name: string, { testFold }: PredefinedSplitOptions): void {
    const isList = typeof (testFold as ArrayLike<number> | null)?.length === 'number';
    const holds = isList && Array.from(testFold).every((fold) => Number.isSafeInteger(fold) && fold >= -1);
    requireParameter(name, 'testFold', testFold, holds, 'a list of integers ≥ -1');
  }

  get #folds(): number[] {
    const { testFold } = this.options;
    return [...new Set(Array.from(testFold))].filter((fold) => fold >= 0).sort(compareLabels);
  }

  getNSplits(): number {
    return this.#folds.length;
  }

  split(X: Samples): Iterable<Split> {
    const { testFold } = this.options;
    const n = this.count(X);
    if (n !== testFold.length)
      throw new DataError(`PredefinedSplit: X has ${n} samples, testFold has ${testFold.length}`);
    const folds = this.#folds;
    return foldSplits(
      Int32Array.from(testFold, (fold) => folds.indexOf(fold)),
      folds.length,
    );
  }
}
