import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { constantFrom, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { excess } from './linear-problem.ts';
import { LinearSVC } from './linear-svc.ts';
import { LinearSVR } from './linear-svr.ts';

describeParity('linear-svm', { LinearSVC, LinearSVR });

const end = { tol: 1e-9, maxIter: 100_000, randomState: 0 };

describe('LinearSVC', () => {
  test('the dual and the primal meet', () => {
    const { X, y } = dataset('classes3');
    const dual = new LinearSVC({ ...end, C: 2 }).fit(X, y);
    const primal = new LinearSVC({ ...end, C: 2, dual: false }).fit(X, y);
    expectClose(dual.decisionFunction(X), primal.decisionFunction(X).toArray() as Nested, 1e-7);
    expect(dual.fitStatus_ + primal.fitStatus_).toBe(0);
  });

  fuzz.prop([integer({ min: 0, max: 1000 }), constantFrom('l1', 'l2')], { numRuns: 20 })(
    'at the optimum every weight has a subgradient of 0',
    (seed, penalty) => {
      const rng = new Rng(seed);
      const X = Array.from({ length: 40 }, () => Array.from({ length: 6 }, () => rng.normal()));
      const y = X.map((row) => (row[0] + 0.7 * rng.normal() > 0 ? 1 : -1));
      if (new Set(y).size < 2) return;
      const C = 0.3;
      const params = { penalty, C, dual: false, fitIntercept: false, ...end } as const;
      const [w] = new LinearSVC({ ...params, penalty: penalty as 'l1' }).fit(X, y).coef_.toArray() as number[][];
      w.forEach((weight, j) => {
        const slope = X.reduce((sum, row, i) => {
          const margin = row.reduce((f, x, k) => f + x * w[k], 0) * y[i];
          return sum - 2 * C * Math.max(0, 1 - margin) * y[i] * row[j];
        }, 0);
        if (penalty === 'l2') expect(slope + weight).toBeCloseTo(0, 6);
        else if (weight === 0) expect(Math.abs(slope)).toBeLessThan(1 + 1e-6);
        else expect(slope + Math.sign(weight)).toBeCloseTo(0, 6);
      });
    },
  );

  test('the same seed gives the same bits', () => {
    const { X, y } = dataset('binary');
    const fit = () => new LinearSVC({ randomState: 7 }).fit(X, y).coef_.toArray();
    expect(fit()).toEqual(fit());
  });

  test('stops when it is told to, and says so', () => {
    const { X, y } = dataset('binary');
    const model = new LinearSVC({ ...end, maxIter: 2 }).fit(X, y);
    expect([model.nIter_, model.fitStatus_]).toEqual([2, 1]);
  });

  test('features that are all 0 have no weight', () => {
    for (const params of [{}, { dual: false }, { dual: false, penalty: 'l1' as const }]) {
      const model = new LinearSVC({ ...end, ...params }).fit(
        [
          [1, 0],
          [2, 0],
          [3, 0],
          [4, 0],
        ],
        [0, 0, 1, 1],
      );
      expect((model.coef_.toArray() as number[][])[0][1]).toBe(0);
    }
  });

  test('says which combinations there are', () => {
    const fit = (params: object) => () => new LinearSVC(params).fit([[0], [1]], [0, 1]);
    expect(fit({ penalty: 'l1' })).toThrow("penalty 'l1' needs loss 'squared_hinge' and dual: false");
    expect(fit({ loss: 'hinge', dual: false })).toThrow("loss 'hinge' needs dual: true");
    expect(fit({ C: -1 })).toThrow('LinearSVC: C must be a number > 0, not -1');
  });

  test('leaves nothing behind', () => {
    const { X, y } = dataset('classes3');
    expectNoLeak(() => new LinearSVC({ randomState: 0 }).fit(X, y).predict(X));
  });
});

describe('LinearSVR', () => {
  test('targets within ε of 0: weights of 0', () => {
    expect(new LinearSVR({ epsilon: 3, randomState: 0 }).fit([[1], [2]], [-3, 2]).coef_.toArray()).toEqual([0]);
  });

  test('the dual and the primal meet', () => {
    const { X, y } = dataset('positive');
    const loss = 'squared_epsilon_insensitive';
    const dual = new LinearSVR({ ...end, loss, epsilon: 0.4 }).fit(X, y);
    const primal = new LinearSVR({ ...end, loss, epsilon: 0.4, dual: false }).fit(X, y);
    expectClose(dual.predict(X), primal.predict(X).toArray() as Nested, 1e-7);
  });

  test('errors as the price says: with a large C all are within ε', () => {
    const X = Array.from({ length: 20 }, (_, i) => [i / 10]);
    const y = X.map(([x], i) => 3 * x - 1 + 0.1 * Math.sin(i));
    const error = toTypedArray(new LinearSVR({ ...end, epsilon: 0.11, C: 1000 }).fit(X, y).predict(X)) as Float64Array;
    error.forEach((value, i) => {
      expect(Math.abs(value - y[i])).toBeLessThan(0.11 + 1e-6);
    });
  });

  test('says which combinations there are', () => {
    const fit = (params: object) => () => new LinearSVR(params).fit([[0], [1]], [0, 1]);
    expect(fit({ dual: false })).toThrow("loss 'epsilon_insensitive' needs dual: true");
    expect(fit({ epsilon: -1 })).toThrow('LinearSVR: epsilon must be a number ≥ 0, not -1');
  });
});

test('excess of an interval', () => {
  expect([-3, 1, 2, 4].map((value) => excess(value, 1, 2))).toEqual([-4, 0, 0, 2]);
  expect(excess(-3, 1, Infinity)).toBe(-4);
});
