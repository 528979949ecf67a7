import { isTensor, toTypedArray } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { GroupKFold } from './group-k-fold.ts';
import { GroupShuffleSplit } from './group-shuffle-split.ts';
import { KFold } from './k-fold.ts';
import { LeaveOneGroupOut } from './leave-one-group-out.ts';
import { LeaveOneOut } from './leave-one-out.ts';
import { PredefinedSplit } from './predefined-split.ts';
import { RepeatedKFold } from './repeated-k-fold.ts';
import { RepeatedStratifiedKFold } from './repeated-stratified-k-fold.ts';
import { type Samples, sampleCount } from './samples.ts';
import { ShuffleSplit } from './shuffle-split.ts';
import type { Split, SplitterClass, SplitterJson } from './splitter.ts';
import { StratifiedGroupKFold } from './stratified-group-k-fold.ts';
import { StratifiedKFold } from './stratified-k-fold.ts';
import { StratifiedShuffleSplit } from './stratified-shuffle-split.ts';
import { TimeSeriesSplit } from './time-series-split.ts';

/** What divides samples: the splitters of this package, or one of your own. */
export interface CrossValidator {
  split(X: Samples, y?: Samples | null, groups?: Labels | null): Iterable<Split>;
  getNSplits(X?: Samples | null, y?: Samples | null, groups?: Labels | null): number;
}

/** How to cross-validate: number of folds (null: 5), a splitter, a splitter as data, or the splits themselves. */
export type CrossValidation = number | null | CrossValidator | SplitterJson | readonly Split[];

const splitters: readonly SplitterClass[] = [
  GroupKFold,
  GroupShuffleSplit,
  KFold,
  LeaveOneGroupOut,
  LeaveOneOut,
  PredefinedSplit,
  RepeatedKFold,
  RepeatedStratifiedKFold,
  ShuffleSplit,
  StratifiedGroupKFold,
  StratifiedKFold,
  StratifiedShuffleSplit,
  TimeSeriesSplit,
];

/**
 * The splitter that `cv` stands for. A number of folds is `StratifiedKFold` for classifiers whose y are classes, else `KFold`.
 *
 * @throws {ParameterError} when it stands for none
 * @example
 * checkCv(3, ['a', 'b', 'a'], true).getNSplits() // => 3
 */
export function checkCv(cv: CrossValidation = null, y: Samples | null = null, isClassifier = false): CrossValidator {
  if (cv === null || typeof cv === 'number') {
    const nSplits = cv ?? 5;
    return isClassifier && areClasses(y) ? new StratifiedKFold({ nSplits }) : new KFold({ nSplits });
  }
  if (Array.isArray(cv)) return givenSplits(cv);
  if (typeof (cv as CrossValidator).split === 'function' && typeof (cv as CrossValidator).getNSplits === 'function')
    return cv as CrossValidator;
  if (typeof cv !== 'object' || typeof (cv as SplitterJson).splitter !== 'string')
    throw new ParameterError('cv must be a number of folds, a splitter or a list of { train, test }');
  const { splitter, ...options } = cv as SplitterJson;
  const splitterClass = splitters.find(({ splitterName }) => splitterName === splitter);
  if (splitterClass === undefined) {
    const names = splitters.map(({ splitterName }) => splitterName).join(', ');
    throw new ParameterError(`cv: there is no splitter '${splitter}'; there are ${names}`);
  }
  return new splitterClass(options as never);
}

/** Whether all are strings or whole numbers. */
function areClasses(y: Samples | null): boolean {
  if (y === null || sampleCount('cv', y, 'y') === 0) return false;
  const list = Array.from((isTensor(y) ? toTypedArray(y) : y) as ArrayLike<unknown>);
  return list.every((label) => typeof label === 'string') || list.every(Number.isInteger);
}

function givenSplits(splits: readonly Split[]): CrossValidator {
  const positions = (list: unknown, side: string, n: number): Int32Array => {
    const all = Array.from((list ?? []) as ArrayLike<number>);
    if (all.length === 0) throw new DataError(`cv: a split has no samples of ${side}`);
    const odd = all.find((i) => !(Number.isInteger(i) && i >= 0 && i < n));
    if (odd !== undefined) throw new DataError(`cv: ${side} has the position ${odd}, there are ${n} samples`);
    return Int32Array.from(all);
  };
  return {
    getNSplits: () => splits.length,
    split: (X) => {
      const n = sampleCount('cv', X);
      return splits.map(({ train, test }) => ({
        train: positions(train, 'train', n),
        test: positions(test, 'test', n),
      }));
    },
  };
}
