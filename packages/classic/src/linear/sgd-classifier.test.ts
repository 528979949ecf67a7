import { test as fuzz } from '@fast-check/vitest';
import { toTypedArray } from '@ml/tensor';
import { constantFrom, double } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../base/data-error.ts';
import type { EstimatorClass } from '../base/estimator.ts';
import { dataset, expectClose, fixture } from '../fixture.testing.ts';
import { describeParity } from '../parity.testing.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { noRealData, realDataset } from '../real-data.testing.ts';
import { Perceptron } from './perceptron.ts';
import { SGDClassifier } from './sgd-classifier.ts';
import { lossOf, sgdLosses, slopeOf } from './sgd-losses.ts';
import { SGDRegressor } from './sgd-regressor.ts';

describeParity('sgd', { SGDClassifier, SGDRegressor, Perceptron });

interface Seeds {
  readonly name: string;
  readonly estimator: string;
  readonly params: object;
  readonly data: string;
  readonly scores: number[];
}

const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

describe.skipIf(noRealData !== null)('shuffled: scores are those of scikit-learn, over 10 seeds', () => {
  const classes: Record<string, EstimatorClass> = { SGDClassifier, SGDRegressor, Perceptron };
  test.each(fixture<Seeds[]>('linear-stochastic'))('$name', ({ estimator, params, data, scores }) => {
    const { X, y } = realDataset(data);
    const scaled = new StandardScaler().fitTransform(X);
    const ours = scores.map((_, randomState) => {
      const model = new classes[estimator]({ ...params, randomState } as never) as unknown as SGDRegressor;
      return model.fit(scaled, y).score(scaled, y);
    });
    const average = mean(scores);
    const error = Math.sqrt(mean(scores.map((score) => (score - average) ** 2)) / scores.length);
    // Four standard errors of the difference of two means.
    const difference = mean(ours) - average;
    expect(difference).toBeGreaterThan(-4 * Math.SQRT2 * error - 1e-3);
    // scikit-learn 1.2 stops classifiers earlier, and with lower scores: what it judges epochs by is not the score that it ends with.
    if (estimator === 'SGDRegressor' || !('earlyStopping' in params))
      expect(difference).toBeLessThan(4 * Math.SQRT2 * error + 1e-3);
  });
});

describe('SGDClassifier', () => {
  fuzz.prop([constantFrom(...sgdLosses), double({ min: -4, max: 4, noNaN: true }), constantFrom(-1, 1)])(
    'slopes are derivatives of the losses',
    (loss, p, y) => {
      const step = 1e-6;
      const kinks = [-1, -0.3, 0, 0.3, 1].flatMap((bend) => [bend, y + bend]);
      if (kinks.some((kink) => Math.abs(p - kink) < 2 * step)) return;
      const difference = (lossOf(loss, p + step, y, 0.3) - lossOf(loss, p - step, y, 0.3)) / (2 * step);
      expect(slopeOf(loss, p, y, 0.3)).toBeCloseTo(difference, 6);
    },
  );

  test('partialFit goes on where it ended: twice is two epochs', () => {
    const { X, y } = dataset('classes3');
    for (const average of [false, 50]) {
      const settings = { shuffle: false, tol: null, loss: 'log_loss', average } as const;
      const whole = new SGDClassifier({ ...settings, maxIter: 2 }).fit(X, y);
      const parts = new SGDClassifier(settings).partialFit(X, y).partialFit(X, y);
      expect(parts.t_).toBe(whole.t_);
      const [a, b] = [whole, parts].map((model) => toTypedArray(model.coef_));
      for (let i = 0; i < a.length; i++) expect(b[i]).toBeCloseTo(a[i], 10);
    }
  });

  test('partialFit knows the classes before it has seen them', () => {
    const model = new SGDClassifier<string>({ randomState: 0 });
    model.partialFit([[-1], [-2]], ['a', 'a'], { classes: ['b', 'a'] });
    expect(model.classes_).toEqual(['a', 'b']);
    model.partialFit([[1], [2]], ['b', 'b']);
    expect(model.predict([[-5], [5]])).toEqual(['a', 'b']);
    expect(() => model.partialFit([[1]], ['c'])).toThrow('SGDClassifier.partialFit: label c is none of the classes');
    expect(() => new SGDClassifier().partialFit([[1]], [1])).toThrow('there is one class (1), at least 2 are needed');
  });

  test('early stopping ends long before the last epoch', () => {
    const { X, y } = dataset('classes3');
    const model = new SGDClassifier({ earlyStopping: true, randomState: 1, loss: 'log_loss' }).fit(X, y);
    expect(model.nIter_).toBeLessThan(100);
    expect(model.score(X, y)).toBeGreaterThan(0.7);
  });

  test('what it refuses', () => {
    const data = [
      [[1], [2]],
      [0, 1],
    ] as const;
    expect(() => new SGDClassifier({ learningRate: 'constant' }).fit(...data)).toThrow(
      'SGDClassifier: eta0 must be a number > 0, not 0',
    );
    expect(() => new SGDClassifier({ earlyStopping: true }).partialFit(...data)).toThrow('earlyStopping must be false');
    expect(() => new SGDClassifier({ classWeight: 'balanced' }).partialFit(...data)).toThrow(
      'classWeight must be null',
    );
    expect(() => new SGDClassifier().fit(...data).predictProba([[1]])).toThrow("loss 'hinge' has no probabilities");
    const huge = { loss: 'squared_error', learningRate: 'constant', eta0: 1e6, tol: null, penalty: null } as const;
    expect(() => new SGDClassifier(huge).fit([[1e300], [-1e300]], [0, 1])).toThrow(DataError);
  });
});

describe('Perceptron', () => {
  test('separates what can be separated', () => {
    const X = Array.from({ length: 40 }, (_, i) => [(i * 7) % 11, (i * 5) % 13]);
    const y = X.map(([a, b]) => (2 * a - b > 3.5 ? 'above' : 'below'));
    expect(new Perceptron<string>({ tol: null, randomState: 0 }).fit(X, y).score(X, y)).toBe(1);
  });
});

describe('SGDRegressor', () => {
  test('approaches least squares', () => {
    const { X, y } = dataset('positive');
    const scaled = new StandardScaler().fitTransform(X);
    const model = new SGDRegressor({ penalty: null, tol: 1e-8, maxIter: 5000, randomState: 0 }).fit(scaled, y);
    expect(model.score(scaled, y)).toBeGreaterThan(0.9999);
  });

  test('partialFit goes on where it ended', () => {
    const { X, y } = dataset('positive');
    const settings = { shuffle: false, tol: null, average: 10 } as const;
    const whole = new SGDRegressor({ ...settings, maxIter: 2 }).fit(X, y);
    const parts = new SGDRegressor(settings).partialFit(X, y).partialFit(X, y);
    expectClose(parts.coef_, whole.coef_.toArray() as number[], 1e-12);
  });
});
