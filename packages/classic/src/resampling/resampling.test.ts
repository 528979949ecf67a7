import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset } from '../fixture.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { computeClassWeight } from './compute-class-weight.ts';
import { computeSampleWeight } from './compute-sample-weight.ts';
import { RandomOverSampler } from './random-over-sampler.ts';
import { RandomUnderSampler } from './random-under-sampler.ts';
import type { SamplingStrategy } from './sampling-strategy.ts';
import { SMOTE } from './smote.ts';

/** Classes of 2, 5 and 9 samples. */
const X = Array.from({ length: 16 }, (_, i) => [i, (i * 7) % 5]);
const y = X.map((_, i) => (i % 8 === 0 ? 'rare' : i % 3 === 0 ? 'some' : 'many'));
const sizes = (labels: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
};

describe('sizes of classes', () => {
  const before = sizes(y);
  const over: [SamplingStrategy, Record<string, number>][] = [
    ['auto', { rare: 9, some: 9, many: 9 }],
    ['not majority', { rare: 9, some: 9, many: 9 }],
    ['all', { rare: 9, some: 9, many: 9 }],
    ['minority', { ...before, rare: 9 }],
    ['not minority', { ...before, some: 9 }],
    ['majority', before],
    [
      { rare: 4, some: 7 },
      { rare: 4, some: 7, many: 9 },
    ],
  ];
  const under: [SamplingStrategy, Record<string, number>][] = [
    ['auto', { rare: 2, some: 2, many: 2 }],
    ['not minority', { rare: 2, some: 2, many: 2 }],
    ['all', { rare: 2, some: 2, many: 2 }],
    ['majority', { ...before, many: 2 }],
    ['not majority', { ...before, some: 2 }],
    [
      { many: 6, some: 0 },
      { rare: 2, many: 6 },
    ],
  ];

  test('the classes are as said', () => expect(before).toEqual({ rare: 2, some: 5, many: 9 }));

  test.each(over)('over: %j', (samplingStrategy, expected) => {
    const sampler = new RandomOverSampler({ samplingStrategy, randomState: 1 });
    expect(sizes(sampler.fitResample(X, y).y)).toEqual(expected);
    expect(sampler.samplingStrategy_).toEqual(expected);
    expect(sizes(new SMOTE({ samplingStrategy, randomState: 1, kNeighbors: 1 }).fitResample(X, y).y)).toEqual(expected);
  });

  test.each(under)('under: %j', (samplingStrategy, expected) => {
    const sampler = new RandomUnderSampler({ samplingStrategy, randomState: 1 });
    expect(sizes(sampler.fitResample(X, y).y)).toEqual(expected);
  });

  test('of two classes a ratio', () => {
    const { X, y } = dataset('imbalanced'); // 10 of 150
    const count = (labels: ArrayLike<number>): number[] =>
      [0, 1].map((k) => Array.from(labels).filter((label) => label === k).length);
    expect(count(toTypedArray(new RandomOverSampler({ samplingStrategy: 0.5 }).fitResample(X, y).y))).toEqual([
      140, 70,
    ]);
    expect(count(toTypedArray(new RandomUnderSampler({ samplingStrategy: 0.25 }).fitResample(X, y).y))).toEqual([
      40, 10,
    ]);
  });

  test('what cannot be is refused', () => {
    expect(() => new RandomOverSampler({ samplingStrategy: { many: 3 } }).fit(X, y)).toThrow(
      'asks for 3 samples of class many, which has 9; over-sampling adds to them',
    );
    expect(() => new RandomUnderSampler({ samplingStrategy: { rare: 3 } }).fit(X, y)).toThrow(
      'under-sampling takes from them',
    );
    expect(() => new RandomUnderSampler({ samplingStrategy: { odd: 3 } }).fit(X, y)).toThrow(
      "names 'odd', which is no class",
    );
    expect(() => new RandomOverSampler({ samplingStrategy: 0.5 }).fit(X, y)).toThrow('must be no ratio with 3 classes');
    expect(() => new RandomOverSampler({ samplingStrategy: 'some' as 'all' }).fit(X, y)).toThrow(
      "must be one of 'auto', 'minority'",
    );
    expect(() => new SMOTE().fitResample(X, y)).toThrow('class rare has 2 samples, kNeighbors = 5 needs more than 5');
    expect(() => new SMOTE().fitResample([[1], [2]], ['a', 'a'])).toThrow('y has one class (a)');
  });
});

describe('samples', () => {
  test('over-sampling repeats samples of their class, behind all others', () => {
    const sampler = new RandomOverSampler({ randomState: 4 });
    const result = sampler.fitResample(X, y);
    const rows = result.X.toArray() as number[][];
    expect(rows.slice(0, 16)).toEqual(X);
    expect(result.y.slice(0, 16)).toEqual(y);
    toTypedArray(sampler.sampleIndices_).forEach((row, i) => {
      expect(rows[i]).toEqual(X[row]);
      expect(result.y[i]).toBe(y[row]);
    });
  });

  test('under-sampling takes distinct samples, or not so with replacement', () => {
    const indices = (replacement: boolean): number[] => {
      const sampler = new RandomUnderSampler({ replacement, randomState: 0, samplingStrategy: { many: 8 } });
      const result = sampler.fitResample(X, y);
      expect(result.X.toArray()).toEqual(Array.from(toTypedArray(sampler.sampleIndices_), (row) => X[row]));
      return Array.from(toTypedArray(sampler.sampleIndices_));
    };
    expect(new Set(indices(false)).size).toBe(indices(false).length);
    expect(new Set(indices(true)).size).toBeLessThan(indices(true).length);
  });

  fuzz.prop([integer({ min: 0, max: 200 }), integer({ min: 1, max: 4 })])(
    'SMOTE puts new samples between a sample and one of its nearest of the class',
    (seed, kNeighbors) => {
      const rng = new Rng(seed);
      const points = Array.from({ length: 30 }, () => [rng.normal(), rng.normal(), rng.normal()]);
      const labels = points.map((_, i) => (i % 4 === 0 ? 1 : 0));
      const rare = points.filter((_, i) => labels[i] === 1);
      const squared = (a: number[], b: number[]): number => a.reduce((sum, value, j) => sum + (value - b[j]) ** 2, 0);
      const segments = rare.flatMap((from) =>
        [...rare]
          .sort((a, b) => squared(a, from) - squared(b, from))
          .slice(1, kNeighbors + 1)
          .map((to) => ({ from, to })),
      );
      const result = new SMOTE({ kNeighbors, randomState: seed }).fitResample(points, labels);
      const rows = result.X.toArray() as number[][];
      expect(rows.slice(0, 30)).toEqual(points);
      expect(rows.length).toBe(44);
      for (const made of rows.slice(30)) {
        const lies = segments.some(({ from, to }) => {
          // By the longest side: dividing by a short one would lose the digits that are looked at.
          const sides = to.map((value, j) => Math.abs(value - from[j]));
          const axis = sides.indexOf(Math.max(...sides));
          const share = (made[axis] - from[axis]) / (to[axis] - from[axis]);
          const off = made.reduce(
            (most, value, j) => Math.max(most, Math.abs(value - from[j] - share * (to[j] - from[j]))),
            0,
          );
          return share >= 0 && share < 1 && off < 1e-12;
        });
        expect(lies).toBe(true);
      }
    },
  );

  test('equal samples are neighbours of each other', () => {
    const result = new SMOTE({ kNeighbors: 1, randomState: 0 }).fitResample(
      [[5], [5], [5], [1], [2], [3], [4], [9]],
      [1, 1, 1, 0, 0, 0, 0, 0],
    );
    expect((result.X.toArray() as number[][]).slice(8)).toEqual([[5], [5]]);
  });

  test('the same seed draws the same samples', () => {
    for (const Sampler of [RandomOverSampler, RandomUnderSampler, SMOTE]) {
      const draw = (randomState: number) => {
        const params = Sampler === SMOTE ? { randomState, kNeighbors: 1 } : { randomState };
        return new Sampler(params).fitResample(X, y).X.toArray();
      };
      expect(draw(7)).toEqual(draw(7));
      expect(draw(7)).not.toEqual(draw(8));
    }
  });

  test('survive JSON', () => {
    const sampler = new RandomUnderSampler({ randomState: 2 });
    sampler.fitResample(X, y);
    const again = fromJSON(JSON.stringify(sampler), RandomUnderSampler);
    expect(again.samplingStrategy_).toEqual({ rare: 2, some: 2, many: 2 });
    expect(again.sampleIndices_.toArray()).toEqual(sampler.sampleIndices_.toArray());
  });
});

describe('weights', () => {
  test('of classes and of samples', () => {
    // sklearn.utils.class_weight: compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 1, 1, 2])
    const y = [0, 0, 0, 1, 1, 2];
    expect(computeClassWeight('balanced', { classes: [0, 1, 2], y }).toArray()).toEqual([2 / 3, 1, 2]);
    expect(computeClassWeight({ 2: 5 }, { classes: [2, 0, 1], y }).toArray()).toEqual([5, 1, 1]);
    expect(computeClassWeight(null, { classes: [0, 1, 2], y }).toArray()).toEqual([1, 1, 1]);
    expect(computeSampleWeight({ 1: 3 }, y).toArray()).toEqual([1, 1, 1, 3, 3, 1]);
    expect(computeSampleWeight('balanced', ['b', 'a', 'b', 'b']).toArray()).toEqual([2 / 3, 2, 2 / 3, 2 / 3]);
    expect(() => computeClassWeight(null, { classes: [0, 1], y })).toThrow(
      'label 5 is 2, which is none of the classes',
    );
    expect(() => computeClassWeight(null, { classes: [0, 1, 2, 3], y })).toThrow('class 3 does not occur in y');
  });
});
