import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { generatorOf } from '../base/random-state.ts';
import { checkFoldOptions, type KFoldOptions } from './k-fold.ts';
import type { Samples } from './samples.ts';
import { countCodes, foldSplits, type Split, Splitter } from './splitter.ts';

/**
 * k folds that never tear a group apart and have about the shares of classes of the whole.
 *
 * Groups are dealt out one by one, those of the most uneven classes first, each to the fold where it leaves the shares of classes
 * closest to each other across folds (the mean over classes of the standard deviation over folds); among equals to the smallest.
 * `shuffle` changes the order of groups that are equally uneven.
 *
 * @reference agrees with sklearn.model_selection.StratifiedGroupKFold unless shuffled
 */
export class StratifiedGroupKFold extends Splitter<KFoldOptions> {
  static readonly splitterName = 'StratifiedGroupKFold';
  static readonly defaults: KFoldOptions = { nSplits: 5, shuffle: false, randomState: null };

  protected check(name: string, options: KFoldOptions): void {
    checkFoldOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  split(X: Samples, y?: Samples | null, groups?: Labels | null): Iterable<Split> {
    const { nSplits, shuffle, randomState } = this.options;
    const n = this.count(X);
    const labels = this.stratify(y, n);
    const { classes, codes } = this.group(groups, n);
    const classCounts = countCodes(labels.codes, labels.classes.length);
    const most = Math.max(...classCounts);
    if (nSplits > most)
      throw new DataError(`StratifiedGroupKFold: nSplits is ${nSplits}, but no class has more than ${most} samples`);

    const members = classes.map(() => new Float64Array(classCounts.length)); // [groups, K]
    for (let i = 0; i < n; i++) members[codes[i]][labels.codes[i]]++;
    const order = shuffle
      ? generatorOf('StratifiedGroupKFold', randomState).permutation(classes.length)
      : Int32Array.from(classes, (_, group) => group);
    const unevenness = members.map(deviation);
    order.sort((a, b) => unevenness[b] - unevenness[a]);

    const filled = Array.from({ length: nSplits }, () => new Float64Array(classCounts.length)); // [folds, K]
    const foldOf = new Int32Array(classes.length);
    for (const group of order) {
      foldOf[group] = bestFold(filled, members[group], classCounts);
      add(filled[foldOf[group]], members[group]);
    }
    return foldSplits(
      codes.map((code) => foldOf[code]),
      nSplits,
    );
  }
}

function bestFold(filled: readonly Float64Array[], group: Float64Array, classCounts: Int32Array): number {
  let best = 0;
  let least = Infinity;
  let smallest = Infinity;
  for (let fold = 0; fold < filled.length; fold++) {
    const spread = spreadWith(filled, fold, group, classCounts);
    const size = filled[fold].reduce((sum, count) => sum + count, 0);
    const isEqual = Math.abs(spread - least) <= 1e-8 + 1e-5 * Math.abs(least);
    if (spread < least || (isEqual && size < smallest)) {
      best = fold;
      least = spread;
      smallest = size;
    }
  }
  return best;
}

/** How far the shares of classes would differ between folds if the group went to `fold`. */
function spreadWith(
  filled: readonly Float64Array[],
  fold: number,
  group: Float64Array,
  classCounts: Int32Array,
): number {
  let sum = 0;
  for (let k = 0; k < group.length; k++) {
    const shares = Float64Array.from(filled, (counts, f) => (counts[k] + (f === fold ? group[k] : 0)) / classCounts[k]);
    sum += deviation(shares);
  }
  return sum / group.length;
}

function add(total: Float64Array, more: Float64Array): void {
  for (let k = 0; k < total.length; k++) total[k] += more[k];
}

/** Biased standard deviation. */
function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
}
