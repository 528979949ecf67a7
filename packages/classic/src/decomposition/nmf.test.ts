import { test as fuzz } from '@fast-check/vitest';
import { fromBuffer, matmul, Rng, type Tensor, toTypedArray } from '@ml/tensor';
import { constantFrom, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { expectNoLeak } from '../parity.testing.ts';
import { NMF } from './nmf.ts';

describe('NMF', () => {
  fuzz.prop([integer({ min: 0, max: 1000 }), constantFrom('frobenius', 'kullback-leibler', 'itakura-saito')], {
    numRuns: 15,
  })('factors are ≥ 0 and more rounds never fit worse', (seed, betaLoss) => {
    const X = positive(seed, 20, 6);
    let before = Number.POSITIVE_INFINITY;
    for (const maxIter of [1, 3, 10, 40]) {
      const params = { nComponents: 3, solver: 'mu', betaLoss, randomState: seed, init: 'random', tol: 0 } as const;
      const nmf = new NMF({ ...params, maxIter });
      const W = nmf.fitTransform(X);
      for (const factor of [W, nmf.components_]) expect(Math.min(...toTypedArray(factor))).toBeGreaterThanOrEqual(0);
      expect(nmf.reconstructionErr_).toBeLessThanOrEqual(before * (1 + 1e-12));
      before = nmf.reconstructionErr_;
    }
  });

  test.each(['random', 'nndsvd', 'nndsvda', 'nndsvdar'] as const)(
    'a product of two parts is found again: %s',
    (init) => {
      const X = matmul(positive(1, 30, 2), positive(2, 2, 8)) as Tensor<[number, number]>;
      const nmf = new NMF({ nComponents: 2, init, randomState: 0, tol: 1e-10, maxIter: 5000 });
      const W = nmf.fitTransform(X);
      expectClose(nmf.inverseTransform(W), X.toArray() as Nested, 1e-3);
    },
  );

  test('coordinate descent and multiplicative updates end at the same W', () => {
    const { X } = dataset('positive');
    const fitted = new NMF({ nComponents: 2, tol: 1e-8, maxIter: 2000 }).fit(X);
    const descent = fitted.transform(X);
    const steps = fitted.setParams({ solver: 'mu', tol: 1e-12, maxIter: 20_000 }).transform(X);
    expectClose(steps, descent.toArray() as Nested, 1e-3);
  });

  test('W of a row is a minimum: no element can be moved to fit better', () => {
    const X = positive(5, 12, 5);
    const nmf = new NMF({ nComponents: 3, tol: 1e-10, maxIter: 5000, alphaW: 0.01, l1Ratio: 0.5 }).fit(X);
    const W = nmf.transform(X);
    const H = nmf.components_;
    const [l1, l2] = [5 * 0.01 * 0.5, 5 * 0.01 * 0.5];
    const gradient = toTypedArray(matmul(matmul(W, H).sub(X), H.transpose()).add(l1).add(W.mul(l2)));
    toTypedArray(W).forEach((w, i) => {
      if (w > 0) expect(Math.abs(gradient[i])).toBeLessThan(1e-6);
      else expect(gradient[i]).toBeGreaterThan(-1e-6);
    });
  });

  test('more components than features start from random numbers', () => {
    const nmf = new NMF({ nComponents: 4, randomState: 0, maxIter: 500 });
    expect(
      nmf.fitTransform([
        [1, 2],
        [3, 1],
        [0, 4],
      ]).shape,
    ).toEqual([3, 4]);
    expect(nmf.reconstructionErr_).toBeLessThan(0.1);
    expect(() =>
      new NMF({ nComponents: 4, init: 'nndsvd' }).fit([
        [1, 2],
        [3, 1],
      ]),
    ).toThrow("init 'nndsvd' takes at most");
  });

  test('errors name parameter and value', () => {
    expect(() => new NMF().fit([[1, -2]])).toThrow('NMF.fit: X has -2 at row 0, column 1, values must be ≥ 0');
    expect(() => new NMF({ betaLoss: 'kullback-leibler' }).fit([[1, 2]])).toThrow(
      "use solver 'mu' for kullback-leibler",
    );
    const zeros = new NMF({ solver: 'mu', betaLoss: 'itakura-saito' });
    expect(() => zeros.fit([[1, 0]])).toThrow('values must be > 0 with this betaLoss');
    expect(() => new NMF({ l1Ratio: 2 }).fit([[1, 2]])).toThrow('NMF: l1Ratio must be in [0, 1], not 2');
  });

  test('leaves nothing behind', () => {
    const X = positive(2, 20, 5);
    expectNoLeak(() => new NMF({ nComponents: 2, maxIter: 5 }).fit(X).transform(X));
  });
});

/** Squares of normal numbers. */
function positive(seed: number, n: number, f: number): Tensor<[number, number]> {
  const data = new Rng(seed).fillNormal(new Float64Array(n * f));
  return fromBuffer(
    data.map((value) => value * value + 0.01),
    [n, f],
  ) as Tensor<[number, number]>;
}
