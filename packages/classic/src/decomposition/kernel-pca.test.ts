import { fromBuffer, matmul, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { graded } from './graded.testing.ts';
import { KernelPCA } from './kernel-pca.ts';
import { PCA } from './pca.ts';

describe('KernelPCA', () => {
  test('with the linear kernel it is PCA', () => {
    const { X } = dataset('regression');
    expectClose(
      new KernelPCA({ nComponents: 3 }).fitTransform(X),
      new PCA({ nComponents: 3 }).fitTransform(X).toArray() as Nested,
      1e-10,
    );
  });

  test('transform of the samples is fitTransform', () => {
    const { X } = dataset('moons');
    for (const kernel of ['rbf', 'poly', 'cosine'] as const) {
      const pca = new KernelPCA({ nComponents: 4, kernel });
      expectClose(pca.fitTransform(X), pca.transform(X).toArray() as Nested, 1e-9);
    }
  });

  test('a precomputed kernel is that kernel', () => {
    const { X } = dataset('classes3');
    const given = tidy(() =>
      new KernelPCA({ nComponents: 3, kernel: 'precomputed' }).fitTransform(
        matmul(fromRows(X), fromRows(X).transpose()) as never,
      ),
    );
    expectClose(given, new KernelPCA({ nComponents: 3 }).fitTransform(X).toArray() as Nested, 1e-10);
  });

  test('inverseTransform comes back near the samples', () => {
    const { X } = dataset('moons');
    const pca = new KernelPCA({ nComponents: 8, kernel: 'rbf', gamma: 1, alpha: 1e-3, fitInverseTransform: true });
    const back = Float64Array.from(toTypedArray(pca.inverseTransform(pca.fitTransform(X))));
    const flat = X.flat();
    const error = back.reduce((sum, value, i) => sum + (value - flat[i]) ** 2, 0) / flat.length;
    expect(error).toBeLessThan(0.01);
  });

  test('the randomized solver finds the leading axes', () => {
    const { X } = dataset('moons');
    const exact = new KernelPCA({ nComponents: 3, kernel: 'rbf', gamma: 1 }).fit(X);
    const random = new KernelPCA({
      nComponents: 3,
      kernel: 'rbf',
      gamma: 1,
      eigenSolver: 'randomized',
      randomState: 0,
    }).fit(X);
    expectClose(random.eigenvalues_, exact.eigenvalues_.toArray() as Nested, 1e-8);
  });

  test('few axes of many samples are the first of all axes', () => {
    const X = graded(3, 260, 3, 0.1);
    const params = { nComponents: 4, kernel: 'rbf', gamma: 0.3 } as const;
    const few = new KernelPCA(params).fit(X);
    const all = new KernelPCA({ ...params, eigenSolver: 'dense' }).fit(X);
    expectClose(few.eigenvalues_, all.eigenvalues_.toArray() as Nested, 1e-13);
    expectClose(few.transform(X), all.transform(X).toArray() as Nested, 1e-11);
  });

  test('what is no kernel is refused', () => {
    expect(() =>
      new KernelPCA({ kernel: 'precomputed' }).fit([
        [1, 2, 0],
        [2, 1, 0],
        [0, 0, 1],
      ]),
    ).toThrow('not positive semi-definite');
    expect(() =>
      new KernelPCA({ kernel: 'precomputed' }).fit([
        [1, 2],
        [2, 1],
        [0, 0],
      ]),
    ).toThrow('must be square, not 3 × 2');
    expect(() => new KernelPCA({ kernel: 'rbf' }).fit([[1], [2]]).inverseTransform([[1]])).toThrow(
      'fitInverseTransform',
    );
  });
});

function fromRows(rows: number[][]): Tensor<[number, number]> {
  return fromBuffer(Float64Array.from(rows.flat()), [rows.length, rows[0].length]) as Tensor<[number, number]>;
}
