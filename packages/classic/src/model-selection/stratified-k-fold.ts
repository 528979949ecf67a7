import { DataError } from '../base/data-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { checkFoldOptions, type KFoldOptions } from './k-fold.ts';
import type { Samples } from './samples.ts';
import { countCodes, foldSplits, type Split, Splitter } from './splitter.ts';

/**
 * k folds in which every class has about the share that it has among all samples.
 *
 * The sorted labels are dealt out to the folds like cards; that says how many of each class a fold gets. Samples of a class then
 * go to the folds in blocks, or at random. Classes are taken in the order in which they appear: names do not matter.
 *
 * @reference agrees with sklearn.model_selection.StratifiedKFold
 * @example
 * const folds = [...new StratifiedKFold({ nSplits: 2 }).split([1, 2, 3, 4], ['a', 'a', 'b', 'b'])];
 * folds.map(({ test }) => [...test]) // => [[0, 2], [1, 3]]
 */
export class StratifiedKFold extends Splitter<KFoldOptions> {
  static readonly splitterName = 'StratifiedKFold';
  static readonly defaults: KFoldOptions = { nSplits: 5, shuffle: false, randomState: null };

  protected check(name: string, options: KFoldOptions): void {
    checkFoldOptions(name, options);
  }

  getNSplits(): number {
    return this.options.nSplits;
  }

  split(X: Samples, y?: Samples | null): Iterable<Split> {
    const { nSplits, shuffle, randomState } = this.options;
    const codes = byAppearance(this.stratify(y, this.count(X)).codes);
    const counts = countCodes(codes, Math.max(...codes) + 1);
    const most = Math.max(...counts);
    if (nSplits > most)
      throw new DataError(`StratifiedKFold: nSplits is ${nSplits}, but no class has more than ${most} samples`);
    const rng = shuffle ? generatorOf('StratifiedKFold', randomState) : null;
    let dealt = 0; // cards dealt before this class
    const queues = Array.from(counts, (count) => {
      const queue = new Int32Array(count);
      for (let i = 0; i < count; i++) queue[i] = (dealt + i) % nSplits;
      dealt += count;
      queue.sort();
      return rng === null ? queue : rng.shuffle(queue);
    });
    const taken = new Int32Array(counts.length);
    return foldSplits(
      codes.map((code) => queues[code][taken[code]++]),
      nSplits,
    );
  }
}

/** The codes renamed: 0 is the one that appears first. */
function byAppearance(codes: Int32Array): Int32Array {
  const names = new Map<number, number>();
  return codes.map((code) => {
    const name = names.get(code) ?? names.size;
    names.set(code, name);
    return name;
  });
}
