import { engine, type GemmProvider, getThreads } from '@ml/tensor';
import type { BlasLibrary } from './blas-library.ts';
import { matrixLayout } from './matrix-layout.ts';

const rowMajor = 101;
const notTransposed = 111;
const transposed = 112;

/** Multiply–adds from which the library is faster than the kernels, a call of it costing 0.2 µs. */
const smallestProduct = 4096;

/** From here on a matrix times a vector is bound by reading the matrix, which the kernels do faster than a library's GEMM. */
const largestVectorProduct = 2 ** 18;

export interface ProviderOptions {
  /** Native address of the heap's first byte. */
  readonly base: number;
  /** Threads of the library; null follows `setThreads`. */
  readonly threads: number | null;
}

/** Matrix products by a library's GEMM, straight on the heap. */
export function blasProvider(library: BlasLibrary, { base, threads }: ProviderOptions): GemmProvider {
  let running = 0;
  return (dtype, { c, a, b, m, n, k, aRow, aCol, bRow, bCol, batch = 1, aBatch = 0, bBatch = 0, bias = 0 }) => {
    const work = m * n * k;
    if (work < smallestProduct || ((m === 1 || n === 1) && work > largestVectorProduct)) return false;
    const left = matrixLayout(m, k, aRow, aCol);
    const right = matrixLayout(k, n, bRow, bCol);
    if (left === null || right === null) return false;
    const wanted = threads ?? getThreads();
    if (wanted !== running) {
      library.setThreads?.(wanted);
      running = wanted;
    }
    const width = dtype === 'float32' ? 4 : 8;
    if (bias !== 0) repeatRow(c, bias, n * width, batch * m);
    const gemm = library.gemm[dtype];
    const [transposeA, transposeB] = [left, right].map((side) => (side.transposed ? transposed : notTransposed));
    for (let i = 0; i < batch; i++) {
      gemm(
        rowMajor,
        transposeA,
        transposeB,
        m,
        n,
        k,
        1,
        base + a + i * aBatch * width,
        left.leading,
        base + b + i * bBatch * width,
        right.leading,
        bias === 0 ? 0 : 1,
        base + c + i * m * n * width,
        n,
      );
    }
    return true;
  };
}

/** Fills `count` rows at `to` with copies of the one at `from`, doubling what is there. */
function repeatRow(to: number, from: number, bytes: number, count: number): void {
  const heap = new Uint8Array(engine.memory.buffer);
  heap.copyWithin(to, from, from + bytes);
  const all = bytes * count;
  for (let have = bytes; have < all; have *= 2) heap.copyWithin(to + have, to, to + Math.min(have, all - have));
}
