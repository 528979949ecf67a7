import type { FloatDType } from '../dtype.ts';
import { doneByProvider } from './gemm-provider.ts';
import { kernels } from './kernels.ts';
import { scratch } from './scratch.ts';
import { forRanges, ownScratch } from './threads/parallel.ts';

/** C[i] = A[i]·B[i] (+ bias) for i < batch: byte addresses, sizes, strides in elements. C's columns are adjacent. */
export interface Product {
  readonly c: number;
  readonly a: number;
  readonly b: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly aRow: number;
  readonly aCol: number;
  readonly bRow: number;
  readonly bCol: number;
  readonly batch?: number;
  readonly aBatch?: number;
  readonly bBatch?: number;
  /** Added to every row, [n]; 0 for none. */
  readonly bias?: number;
}

const variants = {
  float32: { name: 'gemm_f32', kernel: kernels.gemm_f32, scratchBytes: kernels.gemmScratch_f32, width: 4 },
  float64: { name: 'gemm_f64', kernel: kernels.gemm_f64, scratchBytes: kernels.gemmScratch_f64, width: 8 },
} as const;

/** Multiply–adds worth a task of their own: some ten microseconds. */
const grainWork = 400_000;

/**
 * The packed matrix product, spread over threads by matrices of the batch, or by rows or columns of C, whichever there are
 * more of. An element's bits do not depend on the cut: the kernel sums along k in one order. A provider is asked first.
 */
export function gemm(dtype: FloatDType, product: Product): void {
  if (doneByProvider(dtype, product)) return;
  const { c, a, b, m, n, k, aRow, aCol, bRow, bCol, batch = 1, aBatch = 0, bBatch = 0, bias = 0 } = product;
  if (batch * m * n * k >= 2 * grainWork) {
    onThreads(dtype, product);
    return;
  }
  // Less than two tasks: at once, without lists of arguments.
  const { kernel, scratchBytes } = variants[dtype];
  const work = scratch(scratchBytes(m, n, k));
  kernel(c, a, b, m, n, k, aRow, aCol, bRow, bCol, n, batch, aBatch, bBatch, m * n, work, 0, bias);
}

function onThreads(dtype: FloatDType, product: Product): void {
  const { c, a, b, m, n, k, aRow, aCol, bRow, bCol, batch = 1, aBatch = 0, bBatch = 0, bias = 0 } = product;
  const { name, scratchBytes, width } = variants[dtype];
  const work = scratchBytes(m, n, k);
  const options = (perItem: number, multiple: number, bytes: number) => ({
    grain: Math.max(multiple, Math.ceil(grainWork / Math.max(1, perItem))),
    multiple,
    scratchBytes: bytes,
    tasksPerThread: 1,
  });
  const list = (to: number, left: number, right: number, rows: number, columns: number, count: number, add: number) => [
    to,
    left,
    right,
    rows,
    columns,
    k,
    aRow,
    aCol,
    bRow,
    bCol,
    n,
    count,
    aBatch,
    bBatch,
    m * n,
    ownScratch,
    0,
    add,
  ];
  if (batch > 1) {
    forRanges(name, batch, options(m * n * k, 1, work), (from, count) =>
      list(c + from * m * n * width, a + from * aBatch * width, b + from * bBatch * width, m, n, count, bias),
    );
  } else if (m >= n) {
    forRanges(name, m, options(n * k, 12, work), (from, count) =>
      list(c + from * n * width, a + from * aRow * width, b, count, n, 1, bias),
    );
  } else {
    forRanges(name, n, options(m * k, 16, work), (from, count) =>
      list(c + from * width, a, b + from * bCol * width, m, count, 1, bias === 0 ? 0 : bias + from * width),
    );
  }
}
