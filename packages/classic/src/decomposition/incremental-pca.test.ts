import { toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { IncrementalPCA } from './incremental-pca.ts';
import { PCA } from './pca.ts';

describe('IncrementalPCA', () => {
  test('with all axes kept batches change nothing', () => {
    const { X } = dataset('regression');
    const whole = new PCA().fit(X);
    const inBatches = new IncrementalPCA({ batchSize: 17 }).fit(X);
    expectClose(inBatches.singularValues_, whole.singularValues_.toArray() as Nested, 1e-12);
    expectClose(inBatches.explainedVarianceRatio_, whole.explainedVarianceRatio_.toArray() as Nested, 1e-12);
    expectClose(inBatches.getCovariance(), whole.getCovariance().toArray() as Nested, 1e-12);
  });

  test('partialFit of every batch is fit', () => {
    const { X } = dataset('classes3');
    const fitted = new IncrementalPCA({ nComponents: 2, batchSize: 40 }).fit(X);
    const fed = new IncrementalPCA({ nComponents: 2 });
    for (const start of [0, 40, 80]) fed.partialFit(X.slice(start, start + 40));
    expect(toTypedArray(fed.components_)).toEqual(toTypedArray(fitted.components_));
    expect(fed.nSamplesSeen_).toBe(120);
  });

  test('a batch smaller than the components is refused', () => {
    expect(() => new IncrementalPCA({ nComponents: 2 }).partialFit([[1, 2, 3]])).toThrow(
      'a batch of 1 samples is too small for 2 components',
    );
  });
});
