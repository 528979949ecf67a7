import { DataError } from '../base/data-error.ts';
import { requireCount, requireOneOf } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import type { Samples } from './samples.ts';
import { foldSplits, type Split, Splitter } from './splitter.ts';

export interface KFoldOptions {
  /** Number of folds, at least 2. */
  readonly nSplits: number;
  /** Deal the samples out at random instead of in blocks. */
  readonly shuffle: boolean;
  readonly randomState: RandomState;
}

/** Checks what all kinds of k folds have in common. */
export function checkFoldOptions(name: string, { nSplits, shuffle, randomState }: KFoldOptions): void {
  requireCount(name, 'nSplits', nSplits, 2);
  requireOneOf(name, 'shuffle', shuffle, [true, false]);
  generatorOf(name, randomState);
}

/**
 * k folds of equal size: each is judged on once, by what was fitted on the others.
 *
 * Blocks of consecutive samples; the first N mod k folds have one sample more.
 *
 * @reference agrees with sklearn.model_selection.KFold
 * @example
 * [...new KFold({ nSplits: 2 }).split([5, 6, 7])].map(({ test }) => [...test]) // => [[0, 1], [2]]
 */
export class KFold extends Splitter<KFoldOptions> {
  static readonly splitterName = 'KFold';
  static readonly defaults: KFoldOptions = { nSplits: 5, shuffle: false, randomState: null };

  protected check(name: string, options: KFoldOptions): void {
    checkFoldOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  split(X: Samples): Iterable<Split> {
    const { nSplits, shuffle, randomState } = this.options;
    const n = this.count(X);
    if (nSplits > n) throw new DataError(`KFold: ${n} samples cannot be divided into ${nSplits} folds`);
    const order = shuffle ? generatorOf('KFold', randomState).permutation(n) : null;
    const folds = new Int32Array(n);
    for (let fold = 0, at = 0; fold < nSplits; fold++) {
      const size = Math.floor(n / nSplits) + (fold < n % nSplits ? 1 : 0);
      for (let i = 0; i < size; i++, at++) folds[order === null ? at : order[at]] = fold;
    }
    return foldSplits(folds, nSplits);
  }
}
