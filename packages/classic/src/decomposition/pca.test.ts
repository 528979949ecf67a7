import { test as fuzz } from '@fast-check/vitest';
import { fromBuffer, matmul, Rng, type Tensor, tensor, toTypedArray, variance } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { qr } from '../linalg/qr.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { graded } from './graded.testing.ts';
import { IncrementalPCA } from './incremental-pca.ts';
import { KernelPCA } from './kernel-pca.ts';
import { NMF } from './nmf.ts';
import { PCA } from './pca.ts';
import { TruncatedSVD } from './truncated-svd.ts';

describeParity('decomposition', { PCA, IncrementalPCA, KernelPCA, NMF, TruncatedSVD });

describe('PCA', () => {
  fuzz.prop([integer({ min: 0, max: 1000 }), integer({ min: 2, max: 20 }), integer({ min: 1, max: 20 })], {
    numRuns: 40,
  })('axes are orthonormal, all of them give the samples back, and projections have the variances', (seed, n, f) => {
    const X = graded(seed, n, f, 0.5);
    const pca = new PCA().fit(X);
    const C = pca.components_;
    const k = Math.min(n, f);
    const identity = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => Number(i === j)));
    expectClose(matmul(C, C.transpose()) as Tensor, identity, 1e-13);
    const scores = pca.transform(X);
    expectClose(pca.inverseTransform(scores), X.toArray() as Nested, 1e-13);
    expectClose(variance(scores, { axis: 0, ddof: 1 }), pca.explainedVariance_.toArray() as Nested, 1e-12);
    expectClose(pca.fitTransform(X), scores.toArray() as Nested, 1e-13);
  });

  test('small singular values keep their digits where XᵀX loses them', () => {
    // X = U·diag(s)·Vᵀ with s from 1 to 10⁻¹²: eigenvalues of XᵀX below 10⁻¹⁶ drown. U ⟂ 1, so that X is centred.
    const [n, f] = [300, 7];
    const rng = new Rng(3);
    const s = Array.from({ length: f }, (_, j) => 10 ** (-2 * j));
    const { Q } = qr(
      rng.fillNormal(new Float64Array(n * (f + 1))).map((value, i) => (i % (f + 1) === 0 ? 1 : value)),
      n,
      f + 1,
    );
    const U = (fromBuffer(Q, [n, f + 1]) as Tensor<[number, number]>).slice(null, [1, null]);
    const V = fromBuffer(qr(rng.fillNormal(new Float64Array(f * f)), f, f).Q, [f, f]) as Tensor<[number, number]>;
    const X = matmul(U.mul(tensor(s, { dtype: 'float64' })), V.transpose()) as Tensor<[number, number]>;
    const pca = new PCA().fit(X);
    expectClose(pca.singularValues_, s, 1e-15);
    const turned = matmul(pca.components_, V) as Tensor;
    expectClose(
      turned.abs().slice([0, 6], [0, 6]),
      [0, 1, 2, 3, 4, 5].map((i) => [0, 1, 2, 3, 4, 5].map((j) => Number(i === j))),
      1e-4,
    );
  });

  test('whitened projections have unit variance, and go back', () => {
    const { X } = dataset('regression');
    const pca = new PCA({ whiten: true }).fit(X);
    const scores = pca.transform(X);
    expectClose(variance(scores, { axis: 0, ddof: 1 }), [1, 1, 1, 1, 1], 1e-12);
    expectClose(pca.inverseTransform(scores), X, 1e-13);
    expectClose(pca.fitTransform(X), scores.toArray() as Nested, 1e-12);
    // scikit-learn 1.2 scales its axes once too often here: the model of the data does not depend on how projections are scaled.
    expectClose(pca.getCovariance(), new PCA().fit(X).getCovariance().toArray() as Nested, 1e-13);
  });

  test('the randomized solver finds the leading axes', () => {
    const X = graded(1, 400, 60, 0.05);
    const exact = new PCA({ nComponents: 5 }).fit(X);
    const random = new PCA({ nComponents: 5, svdSolver: 'randomized', randomState: 0 });
    expectClose(random.fit(X).singularValues_, exact.singularValues_.toArray() as Nested, 1e-6);
    expectClose(random.components_, exact.components_.toArray() as Nested, 1e-3);
    expectClose(random.explainedVarianceRatio_, exact.explainedVarianceRatio_.toArray() as Nested, 1e-6);
    expectClose(random.noiseVariance_, exact.noiseVariance_, 1e-6);
    expectClose(random.fitTransform(X), random.transform(X).toArray() as Nested, 1e-3);
    const again = new PCA({ nComponents: 5, svdSolver: 'randomized', randomState: 0 }).fit(X);
    expect(toTypedArray(again.components_)).toEqual(toTypedArray(random.components_));
  });

  test('scales of 10^±150 neither overflow nor vanish', () => {
    const X = graded(5, 30, 4, 0.3);
    const { components_: C, singularValues_: s } = new PCA().fit(X);
    for (const scale of [1e-160, 1e150]) {
      const scaled = new PCA().fit(X.mul(scale));
      expectClose(scaled.components_, C.toArray() as Nested, 1e-12);
      expectClose(scaled.singularValues_, toTypedArray(s.mul(scale)) as unknown as Nested[], 1e-12);
    }
  });

  test('a constant feature and equal samples', () => {
    expectClose(
      new PCA().fit([
        [1, 7],
        [3, 7],
        [5, 7],
      ]).explainedVariance_,
      [4, 0],
      1e-15,
    );
    expect(
      new PCA()
        .fit([
          [2, 7],
          [2, 7],
        ])
        .singularValues_.toArray(),
    ).toEqual([0, 0]);
  });

  test('errors name parameter and value', () => {
    const X = [
      [1, 2],
      [3, 5],
      [4, 4],
    ];
    expect(() => new PCA({ nComponents: 3 }).fit(X)).toThrow(
      'PCA: nComponents must be at most min(samples, features) = 2, not 3',
    );
    expect(() => new PCA({ nComponents: 1.5 }).fit(X)).toThrow('PCA: nComponents must be an integer ≥ 1');
    expect(() => new PCA({ svdSolver: 'arpack' as never }).fit(X)).toThrow("'full' gives the same axes");
    expect(() =>
      new PCA({ nComponents: 'mle' }).fit([
        [1, 2, 3],
        [2, 2, 1],
      ]),
    ).toThrow('at least as many samples (2) as features (3)');
    expect(() => new PCA().fit([[1, 2]])).toThrow('X has 1 sample, at least 2 are needed');
    expect(() => new PCA({ nComponents: 1 }).fit(X).inverseTransform(X)).toThrow('2 columns for 1 components');
    expect(() =>
      new PCA()
        .fit([
          [1, 2],
          [2, 4],
        ])
        .score([[1, 2]]),
    ).toThrow('the covariance is singular');
  });

  test('leaves nothing behind', () => {
    const X = graded(2, 50, 6, 0.2);
    expectNoLeak(() =>
      new PCA({ nComponents: 3 }).fit(X).inverseTransform(new PCA({ nComponents: 3 }).fitTransform(X)),
    );
  });
});
