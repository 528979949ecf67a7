import { isTensor, tidy, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { EstimatorClass } from '../base/estimator.ts';
import { type Dataset, dataset, fixture } from '../fixture.testing.ts';
import { isRealData, noRealData, realDataset } from '../real-data.testing.ts';
import { ExtraTreesClassifier } from './extra-trees-classifier.ts';
import { ExtraTreesRegressor } from './extra-trees-regressor.ts';
import { IsolationForest } from './isolation-forest.ts';
import { RandomForestClassifier } from './random-forest-classifier.ts';
import { RandomForestRegressor } from './random-forest-regressor.ts';

interface ForestCase {
  readonly estimator: string;
  readonly params: Record<string, unknown>;
  readonly data: string;
  /** Of each output the mean over the seeds, and the spread of one forest, as a root of the mean over elements. */
  readonly outputs: Record<string, { readonly mean: number | number[]; readonly spread: number }>;
}

const classes: Readonly<Record<string, EstimatorClass>> = {
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  IsolationForest,
  RandomForestClassifier,
  RandomForestRegressor,
};

const { seeds, cases } = fixture<{ seeds: number; cases: ForestCase[] }>('forest');

/** Outputs of forests fitted on the samples of even number, about the others; one list for each seed. */
function outputsOf({ estimator, params, data, outputs }: ForestCase): Record<string, number[][]> {
  const { X, y }: Dataset = isRealData(data) ? realDataset(data) : dataset(data);
  const half = <T>(list: readonly T[], odd: number): T[] => list.filter((_, i) => i % 2 === odd);
  const found: Record<string, number[][]> = {};
  for (let seed = 0; seed < seeds; seed++) {
    const forest = new classes[estimator]({ ...params, randomState: seed } as never);
    (forest as unknown as { fit(X: unknown, y: unknown): unknown }).fit(half(X, 0), half(y, 0));
    for (const name of Object.keys(outputs)) {
      const member = (forest as unknown as Record<string, unknown>)[name];
      const value = typeof member === 'function' ? member.call(forest, half(X, 1)) : member;
      found[name] ??= [];
      found[name].push(isTensor(value) ? Array.from(toTypedArray(value)) : [value as number]);
    }
  }
  return found;
}

describe('forests agree with scikit-learn', () => {
  test.each(cases.filter(({ data }) => !isRealData(data) || noRealData === null))(
    '$estimator $params on $data: the mean over forty seeds is as near as two means are',
    (each) => {
      const found = tidy(() => outputsOf(each));
      for (const [name, { mean, spread }] of Object.entries(each.outputs)) {
        const expected = typeof mean === 'number' ? [mean] : mean;
        const elements = found[name][0].map((_, i) => {
          const values = found[name].map((list) => list[i]);
          const average = values.reduce((sum, value) => sum + value, 0) / seeds;
          const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (seeds - 1);
          return { error: (average - expected[i]) ** 2, variance };
        });
        const root = (values: readonly number[]): number =>
          Math.sqrt(values.reduce((sum, value) => sum + value, 0) / values.length);
        const error = root(elements.map((element) => element.error));
        const own = root(elements.map((element) => element.variance));
        expect(expected.length, name).toBe(elements.length);
        // The difference of two means over the seeds has √(2/seeds) of the spread of one forest.
        expect(error / (spread * Math.sqrt(2 / seeds)), `${name}: difference of the means`).toBeLessThan(2);
        expect(Math.abs(Math.log2(own / spread)), `${name}: ratio of the spreads`).toBeLessThan(1);
      }
    },
  );
});
