import { expect, test } from 'vitest';
import type { EstimatorClass } from '../base/estimator.ts';
import * as api from '../index.ts';
import { allEstimators } from './all-estimators.ts';
import { loadEstimator } from './load-estimator.ts';

const exported = Object.values(api as Record<string, unknown>).filter(
  (value): value is EstimatorClass =>
    typeof value === 'function' && Object.hasOwn(value, 'estimatorName') && Object.hasOwn(value, 'defaults'),
);

test('every estimator that is exported is on the list, in order', () => {
  const names = (list: readonly EstimatorClass[]) => list.map(({ estimatorName }) => estimatorName);
  expect(names(allEstimators)).toEqual(names(exported).sort());
  expect([...allEstimators].sort((a, b) => (a.estimatorName < b.estimatorName ? -1 : 1))).toEqual(allEstimators);
});

test('reads what it is not told', () => {
  const fitted = new api.StandardScaler().fit([[1], [3]]);
  const again = loadEstimator(JSON.stringify(fitted));
  expect(again).toBeInstanceOf(api.StandardScaler);
  expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(fitted)));
});

test('classes of your own are given to it', () => {
  class Mine extends api.StandardScaler {
    static override readonly estimatorName = 'Mine' as 'StandardScaler';
  }
  const text = JSON.stringify(new Mine().fit([[1], [3]]));
  expect(() => loadEstimator(text)).toThrow('unknown estimator "Mine"');
  expect(loadEstimator(text, [Mine])).toBeInstanceOf(Mine);
});
