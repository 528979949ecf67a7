import { requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import type { Samples } from './samples.ts';
import { checkSplitSizes, type SplitSizeOptions, splitSizes } from './split-sizes.ts';
import { type Split, Splitter } from './splitter.ts';

export interface ShuffleSplitOptions extends SplitSizeOptions {
  /** How many times. */
  readonly nSplits: number;
  readonly randomState: RandomState;
}

export function checkShuffleOptions(name: string, options: ShuffleSplitOptions): void {
  requireCount(name, 'nSplits', options.nSplits);
  checkSplitSizes(name, options);
  generatorOf(name, options.randomState);
}

/**
 * Random samples to judge on, and to fit on, anew each time; without either size a tenth is judged on.
 *
 * @reference the rules of sizes of sklearn.model_selection.ShuffleSplit
 */
export class ShuffleSplit extends Splitter<ShuffleSplitOptions> {
  static readonly splitterName = 'ShuffleSplit';
  static readonly defaults: ShuffleSplitOptions = { nSplits: 10, testSize: null, trainSize: null, randomState: null };

  protected check(name: string, options: ShuffleSplitOptions): void {
    checkShuffleOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  *split(X: Samples): Generator<Split> {
    const { nSplits, randomState } = this.options;
    const n = this.count(X);
    const { train, test } = splitSizes('ShuffleSplit', n, this.options, 0.1);
    const rng = generatorOf('ShuffleSplit', randomState);
    for (let i = 0; i < nSplits; i++) yield randomSplit(rng.permutation(n), train, test);
  }
}

/** The first of the shuffled samples are judged on, the next fitted on. */
export function randomSplit(order: Int32Array, train: number, test: number): Split {
  return { train: order.slice(test, test + train), test: order.slice(0, test) };
}
