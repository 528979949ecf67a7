import { test as fuzz } from '@fast-check/vitest';
import { Rng, type Tensor, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { Binarizer } from './binarizer.ts';
import { presentColumn, quantilesOf } from './column-quantiles.ts';
import { MaxAbsScaler } from './max-abs-scaler.ts';
import { MinMaxScaler } from './min-max-scaler.ts';
import { Normalizer } from './normalizer.ts';
import { OutlierCapper } from './outlier-capper.ts';
import { RobustScaler } from './robust-scaler.ts';
import { StandardScaler } from './standard-scaler.ts';

const { X } = dataset('regression');
const gaps = dataset('missing').X;

describe('partialFit', () => {
  const emptyAtFirst = gaps.map((row, i) => (i < 20 ? [Number.NaN, ...row.slice(1)] : row));

  test.each([
    ['all there', X],
    ['values missing', gaps],
    ['a feature missing at first', emptyAtFirst],
  ])('in parts is as at once: %s', (_, samples) => {
    for (const Scaler of [StandardScaler, MinMaxScaler, MaxAbsScaler]) {
      const whole = new Scaler().fit(samples);
      const parts = new Scaler();
      for (const [from, to] of [
        [0, 20],
        [20, 21],
        [21, 80],
      ])
        parts.partialFit(samples.slice(from, to));
      expectClose(parts.transform(samples), whole.transform(samples).toArray() as number[][], 1e-13);
    }
  });

  test('StandardScaler adds up weights', () => {
    const weights = X.map((_, i) => 0.5 + (i % 4));
    const whole = new StandardScaler().fit(X, null, { sampleWeight: weights });
    const parts = new StandardScaler();
    parts.partialFit(X.slice(0, 30), null, { sampleWeight: weights.slice(0, 30) });
    parts.partialFit(X.slice(30), null, { sampleWeight: weights.slice(30) });
    expectClose(parts.mean_, whole.mean_.toArray() as number[], 1e-14);
    expectClose(parts.var_, whole.var_.toArray() as number[], 1e-14);
    expectClose(parts.nSamplesSeen_, whole.nSamplesSeen_.toArray() as number[], 1e-14);
  });

  test('counts samples, and fit starts anew', () => {
    const scaler = new MinMaxScaler().fit([[100]]).partialFit([[0], [50]]);
    expect([scaler.nSamplesSeen_, scaler.dataMax_.item()]).toEqual([3, 100]);
    expect(scaler.fit([[1], [2]]).dataMax_.item()).toBe(2);
    expect(() => scaler.partialFit([[1, 2]])).toThrow(
      'MinMaxScaler.partialFit: X has 2 features, but MinMaxScaler was fitted with 1',
    );
  });
});

describe('inverseTransform undoes transform', () => {
  test.each([
    new MinMaxScaler({ featureRange: [-3, 2] }),
    new MaxAbsScaler(),
    new RobustScaler({ unitVariance: true }),
    new RobustScaler({ withCentering: false }),
    new StandardScaler({ withMean: false }),
  ])('$class.estimatorName $params', (scaler) => {
    for (const samples of [X, gaps]) {
      const back = scaler.fit(samples).inverseTransform(scaler.transform(samples));
      expectClose(back as Tensor, samples, 1e-14);
    }
  });
});

describe('quantilesOf', () => {
  fuzz.prop([integer({ min: 0, max: 10_000 }), integer({ min: 1, max: 60 }), integer({ min: 1, max: 12 })])(
    'selects what sorting finds',
    (seed, n, count) => {
      const rng = new Rng(seed);
      const values = Float64Array.from({ length: n }, () => rng.integers(0, 20) / 4);
      const levels = rng.fillRandom(new Float64Array(count)).sort();
      const sorted = values.slice().sort();
      const naive = levels.map((level) => {
        const below = Math.floor(level * (n - 1));
        const share = level * (n - 1) - below;
        return sorted[below] * (1 - share) + sorted[Math.min(below + 1, n - 1)] * share;
      });
      expectClose(quantilesOf(values.slice(), levels), [...naive], 1e-14);
    },
  );

  test('of nothing is NaN', () => expect([...quantilesOf(new Float64Array(0), [0.5])]).toEqual([Number.NaN]));

  test('of chosen rows', () =>
    expect([...presentColumn(Float64Array.of(1, 2, 3, Number.NaN, 5, 6), 2, 1, Int32Array.of(0, 1, 2))]).toEqual([
      2, 6,
    ]));
});

describe('special cases', () => {
  test('MinMaxScaler clips what fit did not see', () => {
    const scaler = new MinMaxScaler({ clip: true, featureRange: [1, 3] }).fit([[0], [10]]);
    expect(scaler.transform([[-5], [5], [Number.NaN], [99]]).toArray()).toEqual([[1], [2], [Number.NaN], [3]]);
    expect(() => new MinMaxScaler({ featureRange: [1, 1] }).fit([[1]])).toThrow(
      'featureRange must be two numbers, low < high, not [1, 1]',
    );
  });

  test('constant features, and features without a value', () => {
    const samples = [
      [4, Number.NaN, 0],
      [4, Number.NaN, 0],
    ];
    for (const scaler of [new StandardScaler(), new RobustScaler(), new MinMaxScaler()])
      expect(scaler.fitTransform(samples).toArray()).toEqual([
        [0, Number.NaN, 0],
        [0, Number.NaN, 0],
      ]);
    expect(new MaxAbsScaler().fitTransform(samples).toArray()).toEqual([
      [1, Number.NaN, 0],
      [1, Number.NaN, 0],
    ]);
  });

  test('RobustScaler does not care how far an outlier is', () => {
    const rows = (far: number) => [[1], [2], [3], [4], [5], [6], [7], [8], [far]];
    expect(
      new RobustScaler()
        .fit(rows(9))
        .transform([[4]])
        .item(),
    ).toBe(
      new RobustScaler()
        .fit(rows(1e9))
        .transform([[4]])
        .item(),
    );
    expect(() => new RobustScaler({ quantileRange: [80, 20] }).fit([[1]])).toThrow(
      'quantileRange must be two ascending numbers from 0 to 100, not [80, 20]',
    );
  });

  test('OutlierCapper draws in to the fences, and nothing else', () => {
    const samples = [[1], [2], [3], [4], [5], [Number.NaN], [-40]];
    const byQuartiles = new OutlierCapper().fit(samples);
    const [low, high] = [byQuartiles.lower_.item(), byQuartiles.upper_.item()];
    expect([low, high]).toEqual([1.25 - 1.5 * 2.5, 3.75 + 1.5 * 2.5]);
    expect(byQuartiles.transform(samples).toArray()).toEqual([...samples.slice(0, 6), [low]]);
    const byDeviation = new OutlierCapper({ method: 'zScore', factor: 1 }).fit([[0], [2], [4]]);
    const sigma = Math.sqrt(8 / 3);
    expectClose([byDeviation.lower_.item(), byDeviation.upper_.item()], [2 - sigma, 2 + sigma], 1e-15);
    expect(byDeviation.transform([[3]]).item()).toBe(3);
    expect(() => new OutlierCapper({ factor: -1 }).fit([[1]])).toThrow('factor must be a number ≥ 0, not -1');
  });

  test('Normalizer and Binarizer refuse what they do not know', () => {
    expect(() => new Normalizer({ norm: 'l3' as 'l2' }).fit([[1]])).toThrow(
      "norm must be one of 'l1', 'l2', 'max', not 'l3'",
    );
    expect(() => new Binarizer({ threshold: Number.NaN }).fit([[1]])).toThrow(
      'threshold must be a finite number, not NaN',
    );
  });

  fuzz.prop([integer({ min: 0, max: 300 })])('rows have length 1 in the norm', (seed) => {
    const rng = new Rng(seed);
    const rows = [Array.from({ length: 5 }, () => rng.normal())];
    const length = (norm: 'l1' | 'l2' | 'max'): number => {
      const made = [...toTypedArray(new Normalizer({ norm }).fitTransform(rows))].map(Math.abs);
      if (norm === 'max') return Math.max(...made);
      return made.reduce((sum, value) => sum + (norm === 'l2' ? value * value : value), 0);
    };
    for (const norm of ['l1', 'l2', 'max'] as const) expect(length(norm)).toBeCloseTo(1, 14);
  });
});
