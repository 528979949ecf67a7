import { describe, expect, test } from 'vitest';
import { type Arena, type ArrayOf, builds, randomSource } from './arena.testing.ts';

type Floats = Float32Array | Float64Array;

/** A matrix batch as the kernel sees it: element (i, r, q) at data[i·batch + r·row + q·col]. */
interface View {
  readonly data: Floats;
  readonly row: number;
  readonly col: number;
  readonly batch: number;
}

interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
  readonly accumulate?: boolean;
  readonly bias?: boolean;
  readonly layout?: 'NN' | 'NT' | 'TN' | 'TT' | 'strided';
  readonly sharedB?: boolean;
  readonly cGap?: number;
}

const dtypes = [
  { name: 'f32', type: Float32Array as ArrayOf<Float32Array>, unit: 2 ** -24 },
  { name: 'f64', type: Float64Array as ArrayOf<Float64Array>, unit: 2 ** -53 },
] as const;
type Dtype = (typeof dtypes)[number];

/** A rows × columns batch laid out plainly, transposed, or with gaps along both axes. */
function operand(
  arena: Arena,
  dtype: Dtype,
  random: () => number,
  rows: number,
  columns: number,
  batch: number,
  layout: string,
): View {
  const [row, col] = layout === 'T' ? [1, rows] : layout === 'S' ? [columns * 3 + 5, 3] : [columns, 1];
  const span = Math.max(rows, 1) * Math.max(columns, 1) * 3 + 5 * rows + 8;
  const step = batch === 0 ? 0 : span;
  const data = arena.empty(dtype.type as ArrayOf<Floats>, span * Math.max(batch, 1), 1);
  for (let i = 0; i < data.length; i++) data[i] = random();
  return { data, row, col, batch: step };
}

/** Multiplies with the kernel; returns C, what C held before, and the operands for the oracle. */
function multiply(arena: Arena, dtype: Dtype, product: Product, seed = 1) {
  arena.reset();
  const { m, n, k, batch = 1, accumulate = false, bias = false, layout = 'NN', sharedB = false, cGap = 0 } = product;
  const random = randomSource(seed);
  const [layoutA, layoutB] = layout === 'strided' ? ['S', 'S'] : [layout[0] ?? 'N', layout[1] ?? 'N'];
  const a = operand(arena, dtype, random, m, k, batch, layoutA);
  const b = operand(arena, dtype, random, k, n, sharedB ? 0 : batch, layoutB);
  const cRow = n + cGap;
  const cBatch = m * cRow + (cGap ? 3 : 0);
  const c = arena.empty(dtype.type as ArrayOf<Floats>, cBatch * batch, 1);
  for (let i = 0; i < c.length; i++) c[i] = random();
  const before = c.slice();
  const biasRow = bias ? arena.empty(dtype.type as ArrayOf<Floats>, n, 3) : null;
  for (let i = 0; biasRow && i < n; i++) biasRow[i] = random();
  run(arena, dtype, c, a, b, biasRow, { m, n, k, cRow, cBatch, batch, accumulate });
  return { a, b, c, before, biasRow, cRow, cBatch, batch, accumulate, m, n, k };
}

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly cRow: number;
  readonly cBatch: number;
  readonly batch: number;
  readonly accumulate: boolean;
}

/** Calls the kernel with scratch of exactly the size it asks for and checks the guard behind it. */
function run(arena: Arena, dtype: Dtype, c: Floats, a: View, b: View, bias: Floats | null, sizes: Sizes): void {
  const { m, n, k, cRow, cBatch, batch, accumulate } = sizes;
  const { kernels } = arena;
  const bytes = dtype.name === 'f32' ? kernels.gemmScratch_f32(m, n, k) : kernels.gemmScratch_f64(m, n, k);
  expect(bytes).toBeLessThanOrEqual(2 ** 21);
  const scratch = arena.empty(Uint8Array as ArrayOf<Uint8Array>, bytes);
  const gemm = dtype.name === 'f32' ? kernels.gemm_f32 : kernels.gemm_f64;
  gemm(
    c.byteOffset,
    a.data.byteOffset,
    b.data.byteOffset,
    m,
    n,
    k,
    a.row,
    a.col,
    b.row,
    b.col,
    cRow,
    batch,
    a.batch,
    b.batch,
    cBatch,
    scratch.byteOffset,
    accumulate ? 1 : 0,
    bias?.byteOffset ?? 0,
  );
  expect(arena.guarded(scratch)).toBe(true);
  expect(arena.guarded(c)).toBe(true);
}

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
const layouts = ['NN', 'NT', 'TN', 'TT', 'strided'] as const;

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
      const a = { ...operand(arena, dtype, random, m * batch, k, 1, 'N'), batch: m * k };
      const b = operand(arena, dtype, random, k, n, 0, 'T');
      const c = arena.empty(dtype.type as ArrayOf<Floats>, m * n * batch);
      run(arena, dtype, c, a, b, null, { m, n, k, cRow: n, cBatch: m * n, batch, accumulate: false });
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
      const kept = multiply(arena, dtype, { m: 2, n: 3, k: 0, accumulate: true, bias: true });
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
          run(arena, dtype, c, a, b, null, { m, n, k, cRow: n, cBatch: 0, batch: 1, accumulate: false });
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
        run(arena, dtype, c, a, b, null, { m, n, k: 3, cRow: n, cBatch: 0, batch: 1, accumulate: false });
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
        const shape = { m: rows, n: columns, k, cRow: columns, cBatch: 0, batch: 1, accumulate: false };
        run(arena, dtype, c, a, b, bias, shape);
        return [...c];
      };
      const whole = product('NN', 0, m, 0, n);
      for (const layout of ['NN', 'NT', 'TN', 'TT', 'SS'])
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

  test('the roof kernel ends at the fixed point of s = s·x + x, x = 1/1000, on 48 lanes', () => {
    expect(arena.kernels.roof_f32(1000)).toBeCloseTo(48 / 999, 6);
  });
});
