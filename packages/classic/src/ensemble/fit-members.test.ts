import { tidy } from '@ml/tensor';
import { afterEach, describe, expect, test } from 'vitest';
import { dataset } from '../fixture.testing.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { setParallelBackend } from '../parallel/default-backend.ts';
import type { ParallelBackend } from '../parallel/parallel-backend.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
import { BaggingRegressor } from './bagging-regressor.ts';
import { StackingRegressor } from './stacking-regressor.ts';

/** A thread as far as data go: everything is cloned on the way there and back. */
function elsewhere(seen: string[]): ParallelBackend {
  return {
    workers: 2,
    map: (task, args) => {
      seen.push(task.name);
      return args.map((each) => structuredClone(task.run(structuredClone(each))));
    },
  };
}

afterEach(() => setParallelBackend(null));

describe('members are fitted elsewhere to the same bits', () => {
  const { X, y } = dataset('regression');
  const estimators = [
    ['tree', new DecisionTreeRegressor({ maxDepth: 3 })],
    ['line', new LinearRegression()],
  ] as const;

  test.each([
    ['bagging', () => new BaggingRegressor({ nEstimators: 4, maxFeatures: 3, randomState: 1 })],
    ['stacking', () => new StackingRegressor({ estimators, cv: 3 })],
  ])('%s', (_, make) => {
    const here = tidy(() => make().fit(X, y).predict(X).toArray());
    const seen: string[] = [];
    setParallelBackend(elsewhere(seen));
    expect(tidy(() => make().fit(X, y).predict(X).toArray())).toEqual(here);
    expect(seen).toContain('fitMember');
  });

  test('those of an unknown class are fitted here', () => {
    class Own extends LinearRegression {}
    const seen: string[] = [];
    setParallelBackend(elsewhere(seen));
    const model = new BaggingRegressor({ estimator: new Own(), nEstimators: 2 }).fit(X, y);
    expect(model.estimators_[0]).toBeInstanceOf(Own);
    expect(seen).not.toContain('fitMember');
  });
});
