import { describe, expect, test } from 'vitest';
import { type ArrayOf, builds, randomSource } from './arena.testing.ts';
import {
  type Dtype,
  dtypes,
  type Floats,
  layouts,
  multiply,
  operand,
  type Product,
  run,
} from './gemm-product.testing.ts';

/**
 * Largest error in units of its bound. A chain of k multiply-adds rounds at most 2k times and block sums and the start
 * add fewer than 2 + k/256, so |error| ≤ (2k + k/256 + 2)·u·(Σ|a·b| + |start|), Higham, Accuracy and Stability §3.1. The oracle is
 * the plain triple loop in float64; for float64 itself its own rounding doubles the bound.
 */
function worst(dtype: Dtype, result: ReturnType<typeof multiply>): number {
  const { a, b, c, before, biasRow, cRow, cBatch, batch, accumulate, m, n, k } = result;
  const slack = (2 * k + k / 256 + 2) * dtype.unit * (dtype.name === 'f64' ? 2 : 1);
  let ratio = 0;
  const written = new Uint8Array(c.length);
  for (let i = 0; i < batch; i++)
    for (let r = 0; r < m; r++)
      for (let q = 0; q < n; q++) {
        const at = i * cBatch + r * cRow + q;
        const start = accumulate ? (before[at] as number) : (biasRow?.[q] ?? 0);
        let sum = start;
        let size = Math.abs(start);
        for (let p = 0; p < k; p++) {
          const term =
            (a.data[i * a.batch + r * a.row + p * a.col] as number) *
            (b.data[i * b.batch + p * b.row + q * b.col] as number);
          sum += term;
          size += Math.abs(term);
        }
        written[at] = 1;
        const error = Math.abs((c[at] as number) - sum);
        if (!(error <= slack * size)) ratio = Math.max(ratio, size === 0 ? Infinity : error / (slack * size));
      }
  for (let at = 0; at < c.length; at++) if (!written[at] && !Object.is(c[at], before[at])) return Infinity;
  return ratio;
}

const sizes = [0, 1, 2, 3, 5, 6, 7, 8, 9, 13, 16, 17, 31, 64, 65];

describe.each(builds)('gemm (%s)', (_, arena) => {
  describe.each(dtypes)('$name', (dtype) => {
    test.each(layouts)('agrees with the triple loop: %s, small and odd sizes', (layout) => {
      const random = randomSource(7);
      const pick = (): number => sizes[Math.floor(((random() + 1) / 2) * sizes.length)] as number;
      for (let trial = 0; trial < 120; trial++) {
        const [m, n, k] = [pick(), pick(), pick()];
        const product: Product = {
          m,
          n,
          k,
          layout,
          batch: trial % 5 === 0 ? 3 : 1,
          accumulate: trial % 3 === 0,
          bias: trial % 2 === 0,
          sharedB: trial % 10 === 0,
          cGap: trial % 4 === 0 ? 3 : 0,
        };
        expect(worst(dtype, multiply(arena, dtype, product, trial + 1)), JSON.stringify(product)).toBe(0);
      }
    });

    test.each(layouts)('agrees with the triple loop: %s, across the blocks of m, n and k', (layout) => {
      for (const product of [
        { m: 257, n: 39, k: 300, bias: true },
        { m: 13, n: 1100, k: 259, accumulate: true },
        { m: 1, n: 1030, k: 530, bias: true },
        { m: 1, n: 1030, k: 530, accumulate: true },
        { m: 1029, n: 1, k: 519, bias: true, cGap: 2 },
        { m: 1029, n: 1, k: 519, accumulate: true, cGap: 2 },
        { m: 4, n: 70, k: 515 },
        { m: 96, n: 97, k: 101 },
      ]) {
        const shaped: Product = { ...product, layout };
        expect(worst(dtype, multiply(arena, dtype, shaped, 11)), JSON.stringify(shaped)).toBe(0);
      }
    });

    test('a batch that shares B is a tall product, with and without gaps', () => {
      for (const cGap of [0, 4])
        for (const layout of layouts) {
          const result = multiply(arena, dtype, {
            m: 7,
            n: 11,
            k: 13,
            batch: 9,
            sharedB: true,
            cGap,
            bias: true,
            layout,
          });
          expect(worst(dtype, result)).toBe(0);
        }
    });

    test('a joined batch needs no more scratch than one product', () => {
      arena.reset();
      const random = randomSource(3);
      const [m, n, k, batch] = [2, 9, 40, 200];
      const a = {
        ...operand(arena, dtype, random, m * batch, k, 1, 'N'),
        batch: m * k,
      };
      const b = operand(arena, dtype, random, k, n, 0, 'T');
      const c = arena.empty(dtype.type as ArrayOf<Floats>, m * n * batch);
      run(arena, dtype, c, a, b, null, {
        m,
        n,
        k,
        cRow: n,
        cBatch: m * n,
        batch,
        accumulate: false,
      });
      const single = {
        a,
        b,
        c,
        before: c.slice(),
        biasRow: null,
        cRow: n,
        cBatch: m * n,
        batch,
        accumulate: false,
        m,
        n,
        k,
      };
      expect(worst(dtype, single)).toBe(0);
    });

    test('expanded operands: stride 0 along rows, columns or both', () => {
      for (const [row, col] of [
        [0, 1],
        [1, 0],
        [0, 0],
      ] as const)
        for (const [m, n, k] of [
          [13, 19, 21],
          [1, 19, 21],
          [13, 1, 21],
        ] as const) {
          arena.reset();
          const random = randomSource(9);
          const views = [
            operand(arena, dtype, random, m, k, 1, 'N'),
            operand(arena, dtype, random, k, n, 1, 'N'),
          ] as const;
          const c = arena.empty(dtype.type as ArrayOf<Floats>, m * n);
          const sizes = { m, n, k, cRow: n, cBatch: m * n, batch: 1, accumulate: false };
          for (const [a, b] of [
            [{ ...views[0], row, col }, views[1]],
            [views[0], { ...views[1], row, col }],
          ] as const) {
            run(arena, dtype, c, a, b, null, sizes);
            expect(worst(dtype, { ...sizes, a, b, c, before: c.slice(), biasRow: null })).toBe(0);
          }
        }
    });

    test('reversed operands: negative strides', () => {
      arena.reset();
      const a = arena.from(dtype.type as ArrayOf<Floats>, [1, 2, 3, 4, 5, 6]);
      const b = arena.from(dtype.type as ArrayOf<Floats>, [1, 10, 100, 1000]);
      const c = arena.empty(dtype.type as ArrayOf<Floats>, 6);
      const scratch = arena.empty(
        Uint8Array as ArrayOf<Uint8Array>,
        arena.kernels[`gemmScratch_${dtype.name}`](3, 2, 2),
      );
      const size = c.BYTES_PER_ELEMENT;
      // A = [[1,2],[3,4],[5,6]] read backwards on both axes: [[6,5],[4,3],[2,1]].
      arena.kernels[`gemm_${dtype.name}`](
        c.byteOffset,
        a.byteOffset + 5 * size,
        b.byteOffset,
        3,
        2,
        2,
        -2,
        -1,
        2,
        1,
        2,
        1,
        0,
        0,
        0,
        scratch.byteOffset,
        0,
        0,
      );
      expect([...c]).toEqual([506, 5060, 304, 3040, 102, 1020]);
    });

    test('k = 0 gives zeros, the bias, or C unchanged', () => {
      expect([...multiply(arena, dtype, { m: 2, n: 3, k: 0 }).c]).toEqual([0, 0, 0, 0, 0, 0]);
      const biased = multiply(arena, dtype, { m: 2, n: 3, k: 0, bias: true });
      expect([...biased.c]).toEqual([...(biased.biasRow as Floats), ...(biased.biasRow as Floats)]);
      const kept = multiply(arena, dtype, {
        m: 2,
        n: 3,
        k: 0,
        accumulate: true,
        bias: true,
      });
      expect([...kept.c]).toEqual([...kept.before]);
    });

    test('NaN and infinities reach exactly the elements they should', () => {
      for (const [m, n] of [
        [9, 11],
        [1, 21],
        [21, 1],
        [6, 8],
      ] as const)
        for (const layout of layouts) {
          arena.reset();
          const random = randomSource(5);
          const k = 19;
          const a = operand(arena, dtype, random, m, k, 1, layout === 'strided' ? 'S' : layout.charAt(0));
          const b = operand(arena, dtype, random, k, n, 1, layout === 'strided' ? 'S' : layout.charAt(1));
          const c = arena.empty(dtype.type as ArrayOf<Floats>, m * n);
          const [row, column] = [m - 1, n - 1];
          a.data[row * a.row + 18 * a.col] = NaN;
          for (let p = 0; p < k; p++) b.data[p * b.row + column * b.col] = p === 4 ? Infinity : 1;
          run(arena, dtype, c, a, b, null, {
            m,
            n,
            k,
            cRow: n,
            cBatch: 0,
            batch: 1,
            accumulate: false,
          });
          for (let r = 0; r < m; r++)
            for (let q = 0; q < n; q++) {
              const value = c[r * n + q] as number;
              if (r === row) expect(value).toBeNaN();
              else if (q === column)
                expect(value).toBe((a.data[r * a.row + 4 * a.col] as number) > 0 ? Infinity : -Infinity);
              else expect(Number.isFinite(value)).toBe(true);
            }
        }
    });

    test('zero times infinity is NaN, on edges too', () => {
      const result = (m: number, n: number): Floats => {
        arena.reset();
        const a = operand(arena, dtype, () => 0, m, 3, 1, 'N');
        const b = operand(arena, dtype, () => Infinity, 3, n, 1, 'N');
        const c = arena.empty(dtype.type as ArrayOf<Floats>, m * n);
        run(arena, dtype, c, a, b, null, {
          m,
          n,
          k: 3,
          cRow: n,
          cBatch: 0,
          batch: 1,
          accumulate: false,
        });
        return c;
      };
      for (const [m, n] of [
        [5, 3],
        [1, 3],
        [3, 1],
        [6, 8],
      ] as const)
        expect(result(m, n).every(Number.isNaN)).toBe(true);
    });
  });

  test('the roof kernel ends at the fixed point of s = s·x + x, x = 1/1000, on 48 lanes', () => {
    expect(arena.kernels.roof_f32(1000)).toBeCloseTo(48 / 999, 6);
  });
});
