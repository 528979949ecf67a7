// The order of summation that gemm.ts documents, as bits.

import { describe, expect, test } from 'vitest';
import { type ArrayOf, builds, randomSource } from './arena.testing.ts';
import { dtypes, type Floats, layouts, multiply, operand, run } from './gemm-product.testing.ts';

describe.each(builds)('gemm order (%s)', (_, arena) => {
  describe.each(dtypes)('$name', (dtype) => {
    // The guarantee of gemm.ts: bits depend on the row of A, the column of B and the start, on nothing else.
    test('an element has the same bits in every partition and layout', () => {
      const [m, n, k] = [45, 83, 301];
      const values = (count: number, seed: number): number[] => Array.from({ length: count }, randomSource(seed));
      const [aValues, bValues, biasValues] = [values(m * k, 1), values(k * n, 2), values(n, 3)];
      const product = (layout: string, r0: number, r1: number, q0: number, q1: number): number[] => {
        arena.reset();
        const [rows, columns] = [r1 - r0, q1 - q0];
        const a = operand(arena, dtype, () => 0, rows, k, 1, layout.charAt(0));
        const b = operand(arena, dtype, () => 0, k, columns, 1, layout.charAt(1));
        for (let p = 0; p < k; p++) {
          for (let r = 0; r < rows; r++) a.data[r * a.row + p * a.col] = aValues[(r0 + r) * k + p] as number;
          for (let q = 0; q < columns; q++) b.data[p * b.row + q * b.col] = bValues[p * n + q0 + q] as number;
        }
        const bias = arena.from(dtype.type as ArrayOf<Floats>, biasValues.slice(q0, q1));
        const c = arena.empty(dtype.type as ArrayOf<Floats>, rows * columns);
        const shape = {
          m: rows,
          n: columns,
          k,
          cRow: columns,
          cBatch: 0,
          batch: 1,
          accumulate: false,
        };
        run(arena, dtype, c, a, b, bias, shape);
        return [...c];
      };
      const whole = product('NN', 0, m, 0, n);
      for (const layout of ['NN', 'NT', 'TN', 'TT', 'SS', 'EE', 'EF', 'FE', 'FF'])
        for (const [r0, r1, q0, q1] of [
          [0, m, 0, n],
          [44, 45, 0, n],
          [0, m, 82, 83],
          [3, 7, 5, 83],
          [17, 18, 9, 10],
          [20, 22, 1, 4],
        ] as const) {
          const expected: number[] = [];
          for (let r = r0; r < r1; r++) expected.push(...whole.slice(r * n + q0, r * n + q1));
          expect(product(layout, r0, r1, q0, q1)).toEqual(expected);
        }
    });
  });
});

describe('gemm order (simd only)', () => {
  const [, arena] = builds.find(([name]) => name === 'simd')!;
  // In the plain build, where no multiply-add is fused, the order of summation can be replayed bit for bit.
  test('sums in the documented order: chains of 256, block sums in order, the start first', () => {
    for (const dtype of dtypes)
      for (const [m, n, k] of [
        [9, 17, 600],
        [1, 37, 600],
        [37, 1, 600],
        [48, 40, 100],
        [3, 7, 257],
      ] as const)
        for (const layout of layouts)
          for (const start of ['zero', 'bias', 'C']) {
            const result = multiply(
              arena,
              dtype,
              {
                m,
                n,
                k,
                layout,
                bias: start === 'bias',
                accumulate: start === 'C',
              },
              k + n,
            );
            const { a, b, c, before, biasRow } = result;
            const round = dtype.name === 'f32' ? Math.fround : (x: number): number => x;
            for (let r = 0; r < m; r++)
              for (let q = 0; q < n; q++) {
                let value = start === 'C' ? before[r * n + q]! : (biasRow?.[q] ?? 0);
                for (let p0 = 0; p0 < k; p0 += 256) {
                  let chain = 0;
                  for (let p = p0; p < Math.min(p0 + 256, k); p++)
                    chain = round(chain + round(a.data[r * a.row + p * a.col]! * b.data[p * b.row + q * b.col]!));
                  value = round(value + chain);
                }
                if (c[r * n + q] !== value)
                  expect(c[r * n + q], `${dtype.name} ${layout} ${start} ${m}×${n}×${k}`).toBe(value);
              }
          }
  });
});
