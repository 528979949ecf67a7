import { test as fuzz } from '@fast-check/vitest';
import { isTensor, memory, Rng, tensor, tidy } from '@ml/tensor';
import { array, constantFrom, float, integer, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectClose, fixture, type Nested } from '../fixture.testing.ts';
import * as metrics from './all-metrics.testing.ts';

interface MetricCase {
  readonly fn: string;
  readonly args: string[];
  readonly options: Record<string, unknown>;
  readonly result: unknown;
}

type Metric = (...args: unknown[]) => unknown;
const byName = metrics as unknown as Record<string, Metric>;
const { arrays, cases } = fixture<{ arrays: Record<string, unknown>; cases: MetricCase[] }>('metrics');

function call({ fn, args, options }: MetricCase): unknown {
  const given = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'string' ? (arrays[value] ?? value) : value,
    ]),
  );
  return byName[fn](...args.map((name) => arrays[name]), given);
}

/** Numbers, tensors and objects of them, to twelve digits. */
function expectSame(found: unknown, reference: unknown, what: string): void {
  const isPlain = typeof reference === 'string' || reference === null;
  const isRounding = typeof reference === 'number' && Math.abs(reference) < 1e-12; // of a difference of numbers near 1
  if (isPlain) expect(found, what).toEqual(reference);
  else if (isRounding) expect(Math.abs(found as number), what).toBeLessThan(1e-12);
  else if (typeof reference === 'object' && !Array.isArray(reference)) {
    expect(Object.keys(found as object).sort(), what).toEqual(Object.keys(reference as object).sort());
    for (const [name, each] of Object.entries(reference as object))
      expectSame((found as Record<string, unknown>)[name], each, `${what}.${name}`);
  } else {
    const isVector = isTensor(found) || typeof found === 'number';
    expect(isVector, what).toBe(true);
    expectClose(found as number, reference as Nested, 1e-12, what);
  }
}

describe('agree with scikit-learn', () => {
  test.each(Object.keys(metrics).filter((name) => name !== 'auc'))('%s', (name) => {
    const own = cases.filter(({ fn }) => fn === name);
    expect(own.length).toBeGreaterThan(0);
    for (const each of own)
      tidy(() => expectSame(call(each), each.result, `${name}(${each.args}) ${JSON.stringify(each.options)}`));
  });

  test('tensors say the same as lists, and nothing is left behind', () => {
    const numeric = cases.filter(({ args }) =>
      args.every((name) => typeof (arrays[name] as unknown[])[0] !== 'string'),
    );
    const live = memory.report().liveBytes;
    for (const each of numeric)
      tidy(() => {
        const args = each.args.map((name) => tensor(arrays[name] as number[], { dtype: 'float64' }));
        const options = Object.fromEntries(
          Object.entries(each.options).map(([name, value]) => [name, arrays[String(value)] ?? value]),
        );
        expectSame(byName[each.fn](...args, options), each.result, each.fn);
      });
    expect(memory.report().liveBytes).toBe(live);
  });
});

const labels = array(constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 30 });
const pairs = array(
  record({ y: constantFrom(0, 1), score: constantFrom(0, 0.25, 0.5, 1), w: integer({ min: 1, max: 3 }) }),
  {
    minLength: 2,
    maxLength: 30,
  },
);

describe('laws', () => {
  fuzz.prop([labels, integer({ min: 0 })])('renaming classes changes no score', (y, seed) => {
    const rng = new Rng(seed);
    const guess = y.map(() => 'abc'[rng.integers(3)]);
    const renamed = (list: string[]) => list.map((label) => ({ a: 7, b: -1, c: 3 })[label] as number);
    for (const fn of ['accuracyScore', 'matthewsCorrcoef', 'cohenKappaScore', 'adjustedMutualInfoScore', 'randScore']) {
      const score = byName[fn](y, guess) as number;
      if (Number.isNaN(score))
        expect(byName[fn](renamed(y), renamed(guess)), fn).toBeNaN(); // kappa of one class is 0/0
      else expect(byName[fn](renamed(y), renamed(guess)), fn).toBeCloseTo(score, 12);
    }
    const f1 = (a: readonly (string | number)[], b: readonly (string | number)[]) =>
      metrics.f1Score(a as string[], b as string[], { average: 'macro' });
    expect(f1(renamed(y), renamed(guess))).toBeCloseTo(f1(y, guess), 12);
  });

  fuzz.prop([labels])('equal labels are perfect', (y) => {
    expect(metrics.accuracyScore(y, y)).toBe(1);
    expect(metrics.adjustedRandScore(y, y)).toBe(1);
    expect(metrics.vMeasureScore(y, y)).toBeCloseTo(1, 12);
    expect(metrics.precisionScore(y, y, { average: 'weighted' })).toBe(1);
    expect(metrics.hammingLoss(y, y)).toBe(0);
  });

  fuzz.prop([pairs])('the area under the ROC curve is the share of pairs in the right order, ties half', (list) => {
    const positive = list.filter(({ y }) => y === 1);
    const negative = list.filter(({ y }) => y === 0);
    if (positive.length === 0 || negative.length === 0) return;
    let right = 0;
    for (const p of positive) for (const q of negative) right += p.score > q.score ? 1 : p.score === q.score ? 0.5 : 0;
    const [y, score] = [list.map((each) => each.y), list.map((each) => each.score)];
    expect(metrics.rocAucScore(y, score)).toBeCloseTo(right / (positive.length * negative.length), 12);
    const { fpr, tpr } = metrics.rocCurve(y, score);
    expect(metrics.auc(fpr, tpr)).toBeCloseTo(metrics.rocAucScore(y, score), 12);
  });

  fuzz.prop([pairs])('a sample of weight 2 is two samples', (list) => {
    const twice = list.flatMap((each) => Array.from({ length: each.w }, () => each));
    const column = (rows: typeof list, name: 'y' | 'score' | 'w') => rows.map((row) => row[name]);
    const sampleWeight = column(list, 'w');
    const guess = (rows: typeof list) => rows.map(({ score }) => Number(score > 0.3));
    for (const fn of ['accuracyScore', 'cohenKappaScore', 'f1Score', 'meanSquaredError']) {
      const weighted = byName[fn](column(list, 'y'), guess(list), { sampleWeight });
      expectClose(weighted as number, byName[fn](column(twice, 'y'), guess(twice)) as number, 1e-12, fn);
    }
    const ap = metrics.averagePrecisionScore(column(list, 'y'), column(list, 'score'), { sampleWeight });
    expect(ap).toBeCloseTo(metrics.averagePrecisionScore(column(twice, 'y'), column(twice, 'score')), 12);
  });

  fuzz.prop([array(float({ min: -8, max: 8, noNaN: true }), { minLength: 3, maxLength: 20 })])(
    'R² is one less the squared error over that of the mean',
    (list) => {
      const y = list.map((value, i) => value + i);
      const guess = list.map((value, i) => value / 2 + i);
      const mean = y.map(() => y.reduce((sum, value) => sum + value, 0) / y.length);
      const ratio = metrics.meanSquaredError(y, guess) / metrics.meanSquaredError(y, mean);
      expect(metrics.r2Score(y, guess)).toBeCloseTo(1 - ratio, 10);
      expect(metrics.d2TweedieScore(y, guess)).toBeCloseTo(1 - ratio, 10);
    },
  );

  test('silhouettes of a sample of the samples are those of that sample', () => {
    const X = arrays.blobs as number[][];
    const y = arrays.blobLabels as number[];
    const all = metrics.silhouetteScore(X, y, { sampleSize: X.length, randomState: 1 });
    expect(all).toBeCloseTo(metrics.silhouetteScore(X, y), 12);
    const once = metrics.silhouetteScore(X, y, { sampleSize: 40, randomState: 1 });
    expect(metrics.silhouetteScore(X, y, { sampleSize: 40, randomState: 1 })).toBe(once);
    expect(Math.abs(once - all)).toBeLessThan(0.15);
    const D = X.map(([a, b]) => X.map(([c, d]) => Math.hypot(a - c, b - d)));
    expect(metrics.silhouetteScore(D, y, { metric: 'precomputed' })).toBeCloseTo(all, 10);
    expect(metrics.silhouetteScore(D, y, { metric: 'precomputed', sampleSize: 40, randomState: 1 })).toBeCloseTo(
      once,
      10,
    );
  });
});

describe('classificationReport', () => {
  test('rounds halves to even, as Python does', () => {
    const y = [1, 1, 1, 1, 1, 1, 1, 1, 0];
    const report = metrics.classificationReport(y, [1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(report.split('\n')[2]).toBe('           0       0.12      1.00      0.22         1'); // precision 1/8
  });

  test('as numbers it has types', () => {
    const report = metrics.classificationReport(['a', 'b'], ['a', 'a'], { outputDict: true });
    expect(report.a).toEqual({ precision: 0.5, recall: 1, 'f1-score': 2 / 3, support: 1 });
    expect(report.accuracy).toBe(0.5);
  });
});

describe('auc', () => {
  test('of falling x is that of rising x', () => {
    expect(metrics.auc([1, 0.5, 0], [1, 1, 0])).toBe(0.75);
    expect(() => metrics.auc([0, 1, 0.5], [0, 1, 1])).toThrow('x neither rises nor falls throughout');
    expect(() => metrics.auc([0], [1])).toThrow('at least two points are needed, there is 1');
  });
});

const three = [0, 1, 2];
test.each<[() => unknown, string]>([
  [() => metrics.accuracyScore([1, 2], [1]), 'accuracyScore: yTrue has 2 samples, yPred has 1'],
  [() => metrics.accuracyScore(['a'], [1] as never), 'yTrue has strings as labels, yPred has numbers'],
  [() => metrics.accuracyScore([1], [1], { sampleWeight: [0] }), 'the sample weights sum to 0'],
  [() => metrics.accuracyScore([1, NaN], [1, 1]), 'label 1 is NaN'],
  [() => metrics.confusionMatrix([1], [1], { labels: [2] }), 'none of labels is in yTrue'],
  [() => metrics.f1Score(three, three), "average 'binary' is for two classes, there are 3; use 'micro'"],
  [() => metrics.f1Score(['a', 'b'], ['a', 'b']), 'posLabel 1 is not among the labels a, b'],
  [() => metrics.f1Score(three, three, { average: 'mean' as never }), "average must be one of 'binary', 'micro'"],
  [() => metrics.rocCurve(['a', 'b'], [0, 1]), 'labels are a, b; say which is positive with { posLabel }'],
  [() => metrics.rocAucScore([1, 1], [0, 1]), 'yTrue has one class (1), the area is not defined'],
  [() => metrics.rocAucScore(three, [three, three, three]), "need { multiClass: 'ovr' or 'ovo' }"],
  [
    () => metrics.rocAucScore(three, [three, three, three], { multiClass: 'ovr' }),
    'probabilities of sample 0 sum to 3',
  ],
  [() => metrics.logLoss([1, 1], [0.5, 0.5]), 'there is one class (1); name all classes with { labels }'],
  [() => metrics.logLoss([0, 1], [three, three]), 'yScore has 3 columns for 2 classes (0, 1)'],
  [() => metrics.logLoss([0, 5], [0.5, 0.5], { labels: [0, 1] }), 'yTrue has 5, which is not among labels'],
  [() => metrics.brierScoreLoss([0, 1], [0.5, 1.5]), 'the probability 1.5 at 1 is not within 0 … 1'],
  [() => metrics.r2Score([1, 2], [[1], [2], [3]]), 'r2Score: yTrue has 2 samples, yPred has 3'],
  [() => metrics.meanSquaredLogError([-1], [1]), 'there are negative numbers'],
  [() => metrics.meanPoissonDeviance([1], [0]), 'yPred has 0 at 0, power 1 needs yPred > 0'],
  [() => metrics.meanTweedieDeviance([1], [1], { power: 0.5 }), 'power must be a number outside of (0, 1), not 0.5'],
  [() => metrics.maxError([[1, 2]] as never, [[1, 2]] as never), 'for one target, there are 2'],
  [() => metrics.silhouetteScore([[1], [2]], [0, 1]), 'there are 2 groups of 2 samples; 2 … 1 are needed'],
  [() => metrics.dcgScore([[1, 2]], [[1]]), 'yTrue and yScore have different shapes'],
])('refuses %s', (run, message) => {
  expect(run).toThrow(message);
});
