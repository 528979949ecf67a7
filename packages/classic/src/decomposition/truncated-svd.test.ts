import { describe, expect, test } from 'vitest';
import { expectClose, type Nested } from '../fixture.testing.ts';
import { graded } from './graded.testing.ts';
import { TruncatedSVD } from './truncated-svd.ts';

describe('TruncatedSVD', () => {
  test('all vectors give the samples back', () => {
    const X = graded(4, 20, 5, 0.3);
    const svd = new TruncatedSVD({ nComponents: 5, algorithm: 'exact' });
    expectClose(svd.inverseTransform(svd.fitTransform(X)), X.toArray() as Nested, 1e-13);
  });

  test('randomized is near exact where singular values fall off', () => {
    const X = graded(6, 300, 60, 0.05);
    const exact = new TruncatedSVD({ nComponents: 4, algorithm: 'exact' }).fit(X);
    const random = new TruncatedSVD({ nComponents: 4, randomState: 1 }).fit(X);
    expectClose(random.singularValues_, exact.singularValues_.toArray() as Nested, 1e-7);
  });

  test('errors name parameter and value', () => {
    expect(() =>
      new TruncatedSVD({ nComponents: 3 }).fit([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow('= 2, not 3');
    expect(() =>
      new TruncatedSVD({ algorithm: 'arpack' as never }).fit([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow("'exact' gives the same");
  });
});
