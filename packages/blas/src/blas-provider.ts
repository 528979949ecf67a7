import { engine, type GemmProvider, getThreads, type Product } from '@ml/tensor';
import { blasKernel } from './blas-kernel.ts';
import type { BlasLibrary } from './blas-library.ts';
import { type MatrixLayout, matrixLayout } from './matrix-layout.ts';

const notTransposed = 111;
const transposed = 112;

/** Multiply–adds from which the library is faster than the kernels, a call of it costing 0.2 µs. */
const smallestProduct = 4096;

/** From here on a matrix times a vector is bound by reading the matrix, which the kernels do faster than a library's GEMM. */
const largestVectorProduct = 2 ** 18;

/** Multiply–adds worth a task of their own: some ten microseconds. */
const grainWork = 500_000;

/** Rows or columns in the register blocks of libraries: parts that are multiples of it leave no edges. */
const block = 48;

export interface ProviderOptions {
  /** Native address of the heap's first byte. */
  readonly base: number;
  /** Threads of the library's own; null spreads products over those of `setThreads`. */
  readonly threads: number | null;
}

/**
 * Matrix products by a library's GEMM, straight on the heap. A library that may be called by several threads at once works with
 * one thread in each of ours: its own would have to be woken for every product, and would compete with ours.
 */
export function blasProvider(library: BlasLibrary, { base, threads }: ProviderOptions): GemmProvider {
  const kernels = {
    float32: blasKernel(library, 'float32', base),
    float64: blasKernel(library, 'float64', base),
  };
  const onOurThreads = threads === null && library.reentrant;
  let running = 0;
  return (dtype, product) => {
    const { m, n, k, aRow, aCol, bRow, bCol, batch = 1 } = product;
    const work = m * n * k;
    if (work < smallestProduct || ((m === 1 || n === 1) && work > largestVectorProduct)) return false;
    const left = matrixLayout(m, k, aRow, aCol);
    const right = matrixLayout(k, n, bRow, bCol);
    if (left === null || right === null) return false;
    const wanted = onOurThreads ? 1 : (threads ?? getThreads());
    if (wanted !== running) {
      library.setThreads?.(wanted);
      running = wanted;
    }
    const kernel = kernels[dtype];
    const part = parts(product, left, right, dtype === 'float32' ? 4 : 8);
    if (!onOurThreads || batch * work < 2 * grainWork) kernel.call(...part(0, m, 0, n, 0, batch));
    else if (batch > 1) {
      engine.forRanges(kernel, batch, ranges(work, 1), (from, count) => part(0, m, 0, n, from, count));
    } else if (m >= n) {
      engine.forRanges(kernel, m, ranges(n * k, block), (from, count) => part(from, count, 0, n, 0, 1));
    } else {
      engine.forRanges(kernel, n, ranges(m * k, block), (from, count) => part(0, m, from, count, 0, 1));
    }
    return true;
  };
}

function ranges(workPerItem: number, multiple: number) {
  return { grain: Math.max(multiple, Math.ceil(grainWork / workPerItem)), multiple, tasksPerThread: 1 };
}

/** The kernel's arguments for some rows and columns of some matrices of C. */
function parts(product: Product, left: MatrixLayout, right: MatrixLayout, width: number) {
  const { c, a, b, m, n, k, aRow, bCol, aBatch = 0, bBatch = 0, bias = 0 } = product;
  return (row: number, rows: number, column: number, columns: number, first: number, batch: number) => [
    c + width * (first * m * n + row * n + column),
    a + width * (first * aBatch + row * aRow),
    b + width * (first * bBatch + column * bCol),
    bias === 0 ? 0 : bias + width * column,
    rows,
    columns,
    k,
    left.transposed ? transposed : notTransposed,
    right.transposed ? transposed : notTransposed,
    left.leading,
    right.leading,
    n,
    batch,
    aBatch,
    bBatch,
  ];
}
