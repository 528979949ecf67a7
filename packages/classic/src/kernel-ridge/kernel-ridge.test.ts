import { tensor, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { rbfKernel } from '../pairwise/rbf-kernel.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { KernelRidge } from './kernel-ridge.ts';

describeParity('kernel-ridge', { KernelRidge });

describe('KernelRidge', () => {
  const { X, y } = dataset('positive');

  test('several targets with penalties of their own agree with scikit-learn', () => {
    const { targets } = fixture<{ targets: { y: number[][]; dual: Nested; predict: Nested } }>('kernels');
    const model = new KernelRidge({ kernel: 'rbf', alpha: [0.1, 2], gamma: 0.1 }).fit(X, targets.y);
    expectClose(model.dualCoef_, targets.dual, 1e-12);
    expectClose(model.predict(X.slice(0, 7)), targets.predict, 1e-12);
    const again = fromJSON(JSON.stringify(model), KernelRidge);
    expect(again.predict(X).toArray()).toEqual(model.predict(X).toArray());
    expect(model.score(X, targets.y)).toBeGreaterThan(0);
  });

  test('a kernel matrix and a kernel function give what the kernel by name gives', () => {
    const named = new KernelRidge({ kernel: 'rbf', gamma: 0.2 }).fit(X, y).predict(X).toArray() as Nested;
    const gram = rbfKernel(X, null, { gamma: 0.2 });
    expectClose(new KernelRidge({ kernel: 'precomputed' }).fit(gram, y).predict(gram), named, 1e-13);
    const kernel = (A: Parameters<typeof rbfKernel>[0], B: typeof A) => rbfKernel(A, B, { gamma: 0.2 });
    expectClose(new KernelRidge({ kernel }).fit(X, y).predict(X), named, 1e-13);
  });

  test('a penalty of 0 with too many features: the shortest of the exact solutions', () => {
    const model = new KernelRidge({ alpha: 0 }).fit(
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
      [2, 4, 6],
    );
    expectClose(model.predict([[5, 7]]), [10], 1e-12);
    // K = x·xᵀ has rank 1: coefficients are a multiple of x.
    expectClose(model.dualCoef_, [2 / 14, 4 / 14, 6 / 14], 1e-12);
  });

  test('a weight of 2 is the sample twice', () => {
    const sampleWeight = y.map((_, i) => (i < 5 ? 2 : 1));
    const weighted = new KernelRidge({ kernel: 'laplacian' }).fit(X, y, { sampleWeight });
    const twice = new KernelRidge({ kernel: 'laplacian' }).fit([...X, ...X.slice(0, 5)], [...y, ...y.slice(0, 5)]);
    expectClose(weighted.predict(X), twice.predict(X).toArray() as Nested, 1e-12);
  });

  test('says which parameter is wrong', () => {
    const fit = (params: object) => () => new KernelRidge(params).fit([[0], [1]], [0, 1]);
    expect(fit({ alpha: -1 })).toThrow('KernelRidge: alpha must be a number ≥ 0, not -1');
    expect(fit({ alpha: [1, 2] })).toThrow(
      'KernelRidge: alpha must be a number or one for each of 1 targets, not [1, 2]',
    );
    expect(fit({ kernel: 'cosine' })).toThrow("KernelRidge: kernel must be one of 'linear'");
    expect(fit({ kernel: 'precomputed' })).toThrow('a precomputed kernel must be square, X has shape [2, 1]');
    expect(fit({ kernel: () => [[1]] })).toThrow('the kernel of 2 and 2 samples must be [2, 2], not [1, 1]');
  });

  test('never changes X, and leaves nothing behind', () => {
    const input = tensor(X, { dtype: 'float64' });
    const before = toTypedArray(input);
    expectNoLeak(
      () => new KernelRidge({ kernel: 'precomputed' }).fit(rbfKernel(input), y, { sampleWeight: y }).dualCoef_,
    );
    expect(toTypedArray(input)).toEqual(before);
  });
});
