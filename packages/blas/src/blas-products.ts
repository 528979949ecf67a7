import type { CblasGemm } from './blas-library.ts';

/** What a thread needs to call a library's GEMM on the heap. */
export interface ProductContext {
  readonly gemm: CblasGemm;
  readonly memory: WebAssembly.Memory;
  /** Native address of the memory's first byte. */
  readonly base: number;
  /** Bytes of an element. */
  readonly width: number;
}

/** Addresses in bytes; leading dimensions and strides in elements; a bias of 0 is none; transposition as CBLAS numbers it. */
export type BlasProducts = (
  c: number,
  a: number,
  b: number,
  bias: number,
  m: number,
  n: number,
  k: number,
  transposeA: number,
  transposeB: number,
  aLeading: number,
  bLeading: number,
  cLeading: number,
  batch: number,
  aBatch: number,
  bBatch: number,
) => void;

/**
 * The kernel of one thread: C[i] = op(A[i])·op(B[i]) (+ bias) for i < batch, each C[i] behind the one before. Workers run it from its
 * text, so it refers to nothing outside itself and has no inner names that a compiler might want to register.
 */
export function blasProducts({ gemm, memory, base, width }: ProductContext): BlasProducts {
  return (c, a, b, bias, m, n, k, transposeA, transposeB, aLeading, bLeading, cLeading, batch, aBatch, bBatch) => {
    if (bias !== 0) {
      const heap = new Uint8Array(memory.buffer);
      const [row, step, rows] = [n * width, cLeading * width, batch * m];
      if (heap.length < c + (rows - 1) * step + row) throw new RangeError('this thread sees too little of the memory');
      heap.copyWithin(c, bias, bias + row);
      if (row === step) {
        // Doubling what is there.
        const all = rows * row;
        for (let have = row; have < all; have *= 2) heap.copyWithin(c + have, c, c + Math.min(have, all - have));
      } else {
        for (let i = 1; i < rows; i++) heap.copyWithin(c + i * step, bias, bias + row);
      }
    }
    for (let i = 0; i < batch; i++) {
      gemm(
        101, // row by row
        transposeA,
        transposeB,
        m,
        n,
        k,
        1,
        base + a + i * aBatch * width,
        aLeading,
        base + b + i * bBatch * width,
        bLeading,
        bias === 0 ? 0 : 1,
        base + c + i * m * cLeading * width,
        cLeading,
      );
    }
  };
}
