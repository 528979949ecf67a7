import { test as fuzz } from '@fast-check/vitest';
import { tensor } from '@ml/tensor';
import { integer, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Labels } from '../base/labels.ts';
import { fixture } from '../fixture.testing.ts';
import { checkCv } from './check-cv.ts';
import { GroupKFold } from './group-k-fold.ts';
import { GroupShuffleSplit } from './group-shuffle-split.ts';
import { KFold } from './k-fold.ts';
import { LeaveOneGroupOut } from './leave-one-group-out.ts';
import { LeaveOneOut } from './leave-one-out.ts';
import { PredefinedSplit } from './predefined-split.ts';
import { RepeatedKFold } from './repeated-k-fold.ts';
import { RepeatedStratifiedKFold } from './repeated-stratified-k-fold.ts';
import { ShuffleSplit } from './shuffle-split.ts';
import type { Split } from './splitter.ts';
import { StratifiedGroupKFold } from './stratified-group-k-fold.ts';
import { StratifiedKFold } from './stratified-k-fold.ts';
import { StratifiedShuffleSplit } from './stratified-shuffle-split.ts';
import { TimeSeriesSplit } from './time-series-split.ts';

interface SplitCase {
  readonly splitter: string;
  readonly options: Record<string, unknown>;
  readonly n: number;
  readonly y: (number | string)[] | null;
  readonly groups: Labels | null;
  readonly splits: { train: number[]; test: number[] }[];
}

const plain = (splits: Iterable<Split>) =>
  Array.from(splits, ({ train, test }) => ({ train: [...train], test: [...test] }));

const { splits: cases } = fixture<{ splits: SplitCase[] }>('model-selection');

test.each(cases)('$splitter $options of $n samples divides them as scikit-learn does', (each) => {
  const cv = checkCv({ splitter: each.splitter, ...each.options });
  const X = new Float64Array(each.n);
  expect(plain(cv.split(X, each.y, each.groups))).toEqual(each.splits);
  expect(cv.getNSplits(X, each.y, each.groups)).toBe(each.splits.length);
});

const sets = record({
  n: integer({ min: 24, max: 60 }),
  nSplits: integer({ min: 2, max: 6 }),
  randomState: integer({ min: 0, max: 2 ** 31 }),
});
const classesOf = (n: number) => Array.from({ length: n }, (_, i) => ['a', 'b', 'a', 'c'][i % 4]);
const groupsOf = (n: number) => Array.from({ length: n }, (_, i) => (i * 7) % 11);
const countOf = (list: readonly unknown[], value: unknown) => list.filter((each) => each === value).length;
const sorted = (...lists: Int32Array[]) => lists.flatMap((list) => [...list]).sort((a, b) => a - b);
const all = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('laws of shuffled splitters', () => {
  fuzz.prop([sets])('folds: each sample is judged on once and fitted on otherwise', ({ n, nSplits, randomState }) => {
    const y = classesOf(n);
    for (const cv of [
      new KFold({ nSplits, shuffle: true, randomState }),
      new StratifiedKFold({ nSplits, shuffle: true, randomState }),
      new StratifiedGroupKFold({ nSplits, shuffle: true, randomState }),
    ]) {
      const splits = [...cv.split(y, y, groupsOf(n))];
      expect(splits.length).toBe(nSplits);
      expect(sorted(...splits.map(({ test }) => test))).toEqual(all(n));
      for (const { train, test } of splits) expect(sorted(train, test)).toEqual(all(n));
      expect(plain(cv.split(y, y, groupsOf(n)))).toEqual(plain(splits));
    }
  });

  fuzz.prop([sets])('strata: numbers of members differ by at most one', ({ n, nSplits, randomState }) => {
    const y = classesOf(n);
    const cv = new StratifiedKFold({ nSplits, shuffle: true, randomState });
    for (const label of ['a', 'b', 'c']) {
      const counts = Array.from(cv.split(y, y), ({ test }) =>
        countOf(
          [...test.map((i) => i)].map((i) => y[i]),
          label,
        ),
      );
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    const share = new StratifiedShuffleSplit({ nSplits: 3, testSize: 0.3, randomState });
    for (const { train, test } of share.split(y, y)) {
      expect(test.length).toBe(Math.ceil(0.3 * n));
      expect(sorted(train, test)).toEqual(all(n));
      for (const label of ['a', 'b', 'c'])
        expect(
          Math.abs(
            countOf(
              [...test].map((i) => y[i]),
              label,
            ) -
              (test.length * countOf(y, label)) / n,
          ),
        ).toBeLessThan(2);
    }
  });

  fuzz.prop([sets])('groups stay together', ({ n, nSplits, randomState }) => {
    const [y, groups] = [classesOf(n), groupsOf(n)];
    for (const cv of [
      new StratifiedGroupKFold({ nSplits, shuffle: true, randomState }),
      new GroupShuffleSplit({ nSplits, testSize: 3, randomState }),
    ])
      for (const { train, test } of cv.split(y, y, groups)) {
        const judged = new Set([...test].map((i) => groups[i]));
        expect([...train].some((i) => judged.has(groups[i]))).toBe(false);
        expect(train.length + test.length).toBe(n);
      }
    const [{ test }] = new GroupShuffleSplit({ testSize: 3, randomState }).split(y, y, groups);
    expect(new Set([...test].map((i) => groups[i])).size).toBe(3);
  });

  fuzz.prop([sets])('sizes: shares are rounded up to judge on, down to fit on', ({ n, randomState }) => {
    const X = new Float64Array(n);
    const sizes = (options: object) => {
      const [{ train, test }] = new ShuffleSplit({ randomState, ...options }).split(X);
      expect(new Set([...train, ...test]).size).toBe(train.length + test.length);
      return [train.length, test.length];
    };
    expect(sizes({})).toEqual([n - Math.ceil(0.1 * n), Math.ceil(0.1 * n)]);
    expect(sizes({ trainSize: 0.37 })).toEqual([Math.floor(0.37 * n), n - Math.floor(0.37 * n)]);
    expect(sizes({ trainSize: 0.37, testSize: 5 })).toEqual([Math.floor(0.37 * n), 5]);
  });

  test('repetitions differ from each other, and a seed repeats them all', () => {
    const y = classesOf(20);
    for (const cv of [
      new RepeatedKFold({ nSplits: 2, nRepeats: 3, randomState: 5 }),
      new RepeatedStratifiedKFold({ nSplits: 2, nRepeats: 3, randomState: 5 }),
    ]) {
      const splits = plain(cv.split(y, y));
      expect(splits.length).toBe(cv.getNSplits());
      expect(new Set(splits.map(({ test }) => String(test))).size).toBe(6);
      expect(plain(cv.split(y, y))).toEqual(splits);
      for (let i = 0; i < 6; i += 2) expect(splits[i].test).toEqual(splits[i + 1].train);
    }
  });
});

describe('checkCv', () => {
  test('a number is stratified for classes, and for nothing else', () => {
    expect(checkCv(3, ['a', 'b'], true)).toBeInstanceOf(StratifiedKFold);
    expect(checkCv(3, tensor([0, 1]), true)).toBeInstanceOf(StratifiedKFold);
    expect(checkCv(3, [0.5, 1], true)).toBeInstanceOf(KFold);
    expect(checkCv(null, [0, 1])).toBeInstanceOf(KFold);
    expect(checkCv(null).getNSplits()).toBe(5);
  });

  test('what JSON makes of a splitter divides alike', () => {
    const cv = new StratifiedKFold({ nSplits: 3, shuffle: true, randomState: 1 });
    const again = checkCv(JSON.parse(JSON.stringify(cv)));
    const y = classesOf(20);
    expect(plain(again.split(y, y))).toEqual(plain(cv.split(y, y)));
  });

  test('given splits are looked at', () => {
    const splits = [{ train: Int32Array.of(0, 1), test: Int32Array.of(2) }];
    expect(plain(checkCv(splits).split([1, 2, 3]))).toEqual([{ train: [0, 1], test: [2] }]);
    expect(() => checkCv(splits).split([1, 2])).toThrow('cv: test has the position 2, there are 2 samples');
    expect(() => checkCv([{ train: Int32Array.of(), test: Int32Array.of(0) }]).split([1])).toThrow(
      'cv: a split has no samples of train',
    );
  });

  test('refuses what is no splitter', () => {
    expect(() => checkCv({ splitter: 'TenFold' })).toThrow("cv: there is no splitter 'TenFold'; there are GroupKFold,");
    expect(() => checkCv('5' as never)).toThrow('cv must be a number of folds, a splitter or a list');
    expect(() => checkCv(1)).toThrow('KFold: nSplits must be an integer ≥ 2, not 1');
  });
});

test.each<[() => unknown, string]>([
  [
    () => new KFold({ folds: 3 } as never),
    "KFold: there is no option 'folds'; there are nSplits, shuffle, randomState",
  ],
  [() => new KFold({ randomState: -1 }), 'KFold: randomState must be null or an integer ≥ 0, not -1'],
  [() => new KFold().split([1, 2]), 'KFold: 2 samples cannot be divided into 5 folds'],
  [() => new StratifiedKFold().split([1, 2]), 'StratifiedKFold: y, the class of each sample, is needed'],
  [() => new StratifiedKFold().split([1, 2], [1]), 'StratifiedKFold: X has 2 samples, y has 1'],
  [() => new StratifiedKFold().split([1, 2], [1, 0.5]), 'y has 0.5, which is no class but a measurement; use KFold'],
  [() => new StratifiedKFold().split([1, 2], [1, 1]), 'nSplits is 5, but no class has more than 2 samples'],
  [() => new GroupKFold({ nSplits: 3 }).split([1, 2], null, [1, 2]), '2 groups cannot be divided into 3 folds'],
  [() => new GroupKFold().split([1, 2]), 'GroupKFold: groups, the group of each sample, is needed'],
  [() => new LeaveOneGroupOut().split([1, 2], null, ['a', 'a']), 'there is one group (a), two are needed'],
  [() => new LeaveOneOut().split([1]), 'LeaveOneOut: at least 2 samples are needed, there are 1'],
  [() => [...new TimeSeriesSplit().split([1, 2, 3])], 'TimeSeriesSplit: 3 samples are too few for 5 splits'],
  [() => [...new TimeSeriesSplit({ nSplits: 2, gap: 9 }).split(all(9))], 'for 2 splits of 3 with a gap of 9'],
  [() => new ShuffleSplit({ testSize: 1.5 }), 'testSize must be null, a share between 0 and 1 or a number of samples'],
  [() => new ShuffleSplit({ testSize: 0.6, trainSize: 0.6 }), 'testSize + trainSize must be at most 1, not 1.2'],
  [() => [...new ShuffleSplit({ testSize: 9 }).split(all(9))], '9 samples cannot be divided into 0 and 9'],
  [() => [...new StratifiedShuffleSplit().split(all(3), [0, 0, 1])], 'class 1 has one sample, two are needed'],
  [() => [...new StratifiedShuffleSplit().split(all(4), [0, 0, 1, 1])], '1 samples of test are fewer than 2 classes'],
  [() => new PredefinedSplit({ testFold: [0] }).split([1, 2]), 'X has 2 samples, testFold has 1'],
])('refuses %s', (run, message) => {
  expect(run).toThrow(message);
});
