// Products run through the kernels on operands of every layout, for the gemm tests.

import { expect } from 'vitest';
import { type Arena, type ArrayOf, randomSource } from './arena.testing.ts';

export type Floats = Float32Array | Float64Array;

/** A matrix batch as the kernel sees it: element (i, r, q) at data[i·batch + r·row + q·col]. */
export interface View {
  readonly data: Floats;
  readonly row: number;
  readonly col: number;
  readonly batch: number;
}

export interface Product {
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

export const dtypes = [
  { name: 'f32', type: Float32Array as ArrayOf<Float32Array>, unit: 2 ** -24 },
  { name: 'f64', type: Float64Array as ArrayOf<Float64Array>, unit: 2 ** -53 },
] as const;
export type Dtype = (typeof dtypes)[number];

const strides: Readonly<Record<string, (rows: number, columns: number) => readonly [row: number, col: number]>> = {
  N: (_, columns) => [columns, 1],
  T: (rows) => [1, rows],
  S: (_, columns) => [columns * 3 + 5, 3],
  E: (_, columns) => [columns * 2, 2],
  F: (rows) => [2, rows * 2],
};

/** A rows × columns batch laid out plainly (N), transposed (T), with gaps along both axes (S), as every second column (E) or row (F). */
export function operand(
  arena: Arena,
  dtype: Dtype,
  random: () => number,
  rows: number,
  columns: number,
  batch: number,
  layout: string,
): View {
  const [row, col] = strides[layout]!(rows, columns);
  const span = Math.max(rows, 1) * Math.max(columns, 1) * 3 + 5 * rows + 8;
  const step = batch === 0 ? 0 : span;
  const data = arena.empty(dtype.type as ArrayOf<Floats>, span * Math.max(batch, 1), 1);
  for (let i = 0; i < data.length; i++) data[i] = random();
  return { data, row, col, batch: step };
}

/** Multiplies with the kernel; returns C, what C held before, and the operands for the oracle. */
export function multiply(arena: Arena, dtype: Dtype, product: Product, seed = 1) {
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
  run(arena, dtype, c, a, b, biasRow, {
    m,
    n,
    k,
    cRow,
    cBatch,
    batch,
    accumulate,
  });
  return { a, b, c, before, biasRow, cRow, cBatch, batch, accumulate, m, n, k };
}

export interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly cRow: number;
  readonly cBatch: number;
  readonly batch: number;
  readonly accumulate: boolean;
}

/** Calls the kernel with scratch of exactly the size it asks for and checks the guard behind it. */
export function run(arena: Arena, dtype: Dtype, c: Floats, a: View, b: View, bias: Floats | null, sizes: Sizes): void {
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

export const layouts = ['NN', 'NT', 'TN', 'TT', 'strided'] as const;
