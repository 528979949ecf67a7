import type { Labels } from '../base/labels.ts';
import { generatorOf } from '../base/random-state.ts';
import type { Samples } from './samples.ts';
import { checkShuffleOptions, randomSplit, type ShuffleSplitOptions } from './shuffle-split.ts';
import { splitSizes } from './split-sizes.ts';
import { type Split, Splitter } from './splitter.ts';

/**
 * Random groups to judge on, and to fit on, anew each time; sizes count groups. Without either size a fifth is judged on.
 *
 * @reference the rules of sizes of sklearn.model_selection.GroupShuffleSplit
 */
export class GroupShuffleSplit extends Splitter<ShuffleSplitOptions> {
  static readonly splitterName = 'GroupShuffleSplit';
  static readonly defaults: ShuffleSplitOptions = { nSplits: 5, testSize: null, trainSize: null, randomState: null };

  protected check(name: string, options: ShuffleSplitOptions): void {
    checkShuffleOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  *split(X: Samples, _y?: Samples | null, groups?: Labels | null): Generator<Split> {
    const { nSplits, randomState } = this.options;
    const { classes, codes } = this.group(groups, this.count(X));
    const { train, test } = splitSizes('GroupShuffleSplit', classes.length, this.options, 0.2);
    const rng = generatorOf('GroupShuffleSplit', randomState);
    const members = (chosen: Int32Array): Int32Array => {
      const isChosen = new Set(chosen);
      return Int32Array.from(codes.keys()).filter((i) => isChosen.has(codes[i]));
    };
    for (let i = 0; i < nSplits; i++) {
      const split = randomSplit(rng.permutation(classes.length), train, test);
      yield { train: members(split.train), test: members(split.test) };
    }
  }
}
