import { requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { KFold } from './k-fold.ts';
import type { Samples } from './samples.ts';
import { type Split, Splitter } from './splitter.ts';

export interface RepeatedKFoldOptions {
  /** Number of folds, at least 2. */
  readonly nSplits: number;
  /** How many times the samples are shuffled and folded. */
  readonly nRepeats: number;
  readonly randomState: RandomState;
}

export function checkRepeatOptions(name: string, { nSplits, nRepeats, randomState }: RepeatedKFoldOptions): void {
  requireCount(name, 'nSplits', nSplits, 2);
  requireCount(name, 'nRepeats', nRepeats);
  generatorOf(name, randomState);
}

/** Seeds of the repetitions. */
export function repeatSeeds(name: string, { nRepeats, randomState }: RepeatedKFoldOptions): number[] {
  const rng = generatorOf(name, randomState);
  return Array.from({ length: nRepeats }, () => rng.integers(2 ** 31));
}

/** `KFold` with shuffled samples, several times over. */
export class RepeatedKFold extends Splitter<RepeatedKFoldOptions> {
  static readonly splitterName = 'RepeatedKFold';
  static readonly defaults: RepeatedKFoldOptions = { nSplits: 5, nRepeats: 10, randomState: null };

  protected check(name: string, options: RepeatedKFoldOptions): void {
    checkRepeatOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits * this.options.nRepeats;
  }

  *split(X: Samples): Generator<Split> {
    const { nSplits } = this.options;
    for (const randomState of repeatSeeds('RepeatedKFold', this.options))
      yield* new KFold({ nSplits, shuffle: true, randomState }).split(X);
  }
}
