import { test as fuzz } from '@fast-check/vitest';
import { getThreads, Rng, setThreads, tensor, tidy, toTypedArray } from '@ml/tensor';
import { array, double, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { expScaled } from './exp-scaled.ts';
import { laplacianKernel } from './laplacian-kernel.ts';
import { linearKernel } from './linear-kernel.ts';
import { polynomialKernel } from './polynomial-kernel.ts';
import { kernelFactor, type ProductKernel } from './product-kernel.ts';
import { rbfKernel } from './rbf-kernel.ts';
import { sigmoidKernel } from './sigmoid-kernel.ts';

const kernels = { linearKernel, polynomialKernel, rbfKernel, sigmoidKernel, laplacianKernel };

interface KernelCase {
  readonly kernel: keyof typeof kernels;
  readonly params: object;
  readonly self: Nested;
  readonly other: Nested;
}

describe('kernels', () => {
  const { X } = dataset('positive');
  const [A, B] = [X.slice(0, 7), X.slice(7, 12)];

  test.each(fixture<{ cases: KernelCase[] }>('kernels').cases)('$kernel $params agrees with scikit-learn', (one) => {
    const kernel = kernels[one.kernel];
    expectClose(kernel(A, null, one.params), one.self, 1e-14);
    expectClose(kernel(A, B, one.params), one.other, 1e-14);
  });

  fuzz.prop([integer({ min: 0, max: 1000 }), integer({ min: 1, max: 9 })])(
    'of samples with themselves: symmetric, and 1 where it is a distance of 0',
    (seed, features) => {
      const rng = new Rng(seed);
      const samples = Array.from({ length: 6 }, () => Array.from({ length: features }, () => rng.normal()));
      for (const kernel of [rbfKernel, laplacianKernel]) {
        const K = kernel(samples).toArray() as number[][];
        K.forEach((row, i) => {
          expect(row[i]).toBe(1);
          row.forEach((value, j) => {
            expect(Math.abs(value - K[j][i])).toBeLessThan(1e-15);
          });
        });
      }
    },
  );

  test('say which option is wrong', () => {
    expect(() => rbfKernel([[1]], null, { gamma: -1 })).toThrow('rbfKernel: gamma must be a number ≥ 0, not -1');
    expect(() => linearKernel([[1]], [[1, 2]])).toThrow('linearKernel: X has 1 features, Y has 2');
  });

  test('factors have the argument of the outer function as their product', () => {
    const kernel: ProductKernel = { name: 'rbf', gamma: 0.3, coef0: 0, degree: 3 };
    const left = kernelFactor('left', kernel, { data: Float64Array.of(1, 2), columns: 2 });
    const right = kernelFactor(
      'right',
      kernel,
      { data: Float64Array.of(9, 9, -1, 4), columns: 2 },
      {
        samples: Int32Array.of(1),
        columns: 4,
      },
    );
    expect(right.shape).toEqual([4, 4]);
    const column = toTypedArray(right).filter((_, i) => i % 4 === 0) as Float64Array;
    const product = (toTypedArray(left) as Float64Array).reduce((sum, value, i) => sum + value * column[i], 0);
    expect(product).toBeCloseTo(-0.3 * (4 + 4), 12);
  });

  test('whole powers of negative numbers', () => {
    expect(toTypedArray(polynomialKernel([[-3]], [[1]], { degree: 5, gamma: 1, coef0: 0 }))).toEqual(
      Float64Array.of(-243),
    );
  });
});

describe('expScaled', () => {
  const apply = (list: number[], factor: number): Float64Array =>
    tidy(() => {
      const x = tensor(Float64Array.from(list));
      expScaled(x, factor);
      return toTypedArray(x) as Float64Array;
    });

  fuzz.prop([array(double({ min: -300, max: 0, noNaN: true }), { minLength: 1, maxLength: 7 })])(
    'is within a unit in the last place of Math.exp',
    (list) => {
      apply(list, 2).forEach((value, i) => {
        expect(Math.abs(value / Math.exp(2 * list[i]) - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
      });
    },
  );

  test('special cases: 0, rounding above it, underflow', () => {
    expect([...apply([0, -0, 1e-9, 5, -800, -Infinity], 1)]).toEqual([1, 1, 1, 1, 0, 0]);
  });

  test('the same bits on any number of threads', () => {
    const list = Array.from({ length: 50_001 }, (_, i) => -i / 1000);
    const before = getThreads();
    try {
      const [one, two] = [1, 2].map((threads) => {
        setThreads(threads);
        return apply(list, 1);
      });
      expect(two).toEqual(one);
    } finally {
      setThreads(before);
    }
  });
});
