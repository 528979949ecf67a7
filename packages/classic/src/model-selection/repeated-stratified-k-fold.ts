import { checkRepeatOptions, type RepeatedKFoldOptions, repeatSeeds } from './repeated-k-fold.ts';
import type { Samples } from './samples.ts';
import { type Split, Splitter } from './splitter.ts';
import { StratifiedKFold } from './stratified-k-fold.ts';

/** `StratifiedKFold` with shuffled samples, several times over. */
export class RepeatedStratifiedKFold extends Splitter<RepeatedKFoldOptions> {
  static readonly splitterName = 'RepeatedStratifiedKFold';
  static readonly defaults: RepeatedKFoldOptions = { nSplits: 5, nRepeats: 10, randomState: null };

  protected check(name: string, options: RepeatedKFoldOptions): void {
    checkRepeatOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits * this.options.nRepeats;
  }

  *split(X: Samples, y?: Samples | null): Generator<Split> {
    const { nSplits } = this.options;
    for (const randomState of repeatSeeds('RepeatedStratifiedKFold', this.options))
      yield* new StratifiedKFold({ nSplits, shuffle: true, randomState }).split(X, y);
  }
}
