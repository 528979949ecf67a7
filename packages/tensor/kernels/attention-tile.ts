import { madd4 } from './vector';

// The inner products of attention on tiles of ROWS × 8 accumulators held in registers, as in gemm: per step one splat of A
// for each row and two vectors of B. B is always a packed panel of eight columns, [step][8]. The sixteen vector registers
// hold 6 rows when multiply and add are one instruction and 4 when the product needs a register of its own.
// The loops are not unrolled: the six row pointers of tileAlongRows cost nothing beside twelve multiply-adds, and at 64 steps
// 1, 2, 4 and 8 steps a turn measured 55, 50, 50 and 44 GFLOP/s of a roof of 57.

/** Rows of a register tile. */
export const ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/**
 * C (+)= A·B for ROWS rows of A, each contiguous along the contraction: A[i, k] = a + i·aRow + 4k. Rows from `rows` on repeat
 * the last one, so that an incomplete block reads nothing foreign; C has room for all of them.
 */
export function tileAlongRows(
  c: usize, cRow: usize, a: usize, aRow: usize, rows: i32, b: usize, steps: i32, accumulate: bool,
): void {
  const last = rows - 1;
  let a0 = a;
  let a1 = a + <usize>min(1, last) * aRow;
  let a2 = a + <usize>min(2, last) * aRow;
  let a3 = a + <usize>min(3, last) * aRow;
  let a4 = a + <usize>min(4, last) * aRow;
  let a5 = a + <usize>min(5, last) * aRow;
  const zero = f32x4.splat(0);
  let l0 = zero, l1 = zero, l2 = zero, l3 = zero, l4 = zero, l5 = zero;
  let r0 = zero, r1 = zero, r2 = zero, r3 = zero, r4 = zero, r5 = zero;
  const c1 = c + cRow, c2 = c1 + cRow, c3 = c2 + cRow, c4 = c3 + cRow, c5 = c4 + cRow;
  if (accumulate) {
    l0 = v128.load(c), r0 = v128.load(c, 16);
    l1 = v128.load(c1), r1 = v128.load(c1, 16);
    l2 = v128.load(c2), r2 = v128.load(c2, 16);
    l3 = v128.load(c3), r3 = v128.load(c3, 16);
    if (ROWS > 4) {
      l4 = v128.load(c4), r4 = v128.load(c4, 16);
      l5 = v128.load(c5), r5 = v128.load(c5, 16);
    }
  }
  for (let k = steps; k > 0; k--, b += 32) {
    const left = v128.load(b), right = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    l0 = madd4(x, left, l0), r0 = madd4(x, right, r0);
    x = v128.load32_splat(a1);
    l1 = madd4(x, left, l1), r1 = madd4(x, right, r1);
    x = v128.load32_splat(a2);
    l2 = madd4(x, left, l2), r2 = madd4(x, right, r2);
    x = v128.load32_splat(a3);
    l3 = madd4(x, left, l3), r3 = madd4(x, right, r3);
    a0 += 4, a1 += 4, a2 += 4, a3 += 4;
    if (ROWS > 4) {
      x = v128.load32_splat(a4);
      l4 = madd4(x, left, l4), r4 = madd4(x, right, r4);
      x = v128.load32_splat(a5);
      l5 = madd4(x, left, l5), r5 = madd4(x, right, r5);
      a4 += 4, a5 += 4;
    }
  }
  v128.store(c, l0), v128.store(c, r0, 16);
  v128.store(c1, l1), v128.store(c1, r1, 16);
  v128.store(c2, l2), v128.store(c2, r2, 16);
  v128.store(c3, l3), v128.store(c3, r3, 16);
  if (ROWS > 4) {
    v128.store(c4, l4), v128.store(c4, r4, 16);
    v128.store(c5, l5), v128.store(c5, r5, 16);
  }
}

/** C (+)= Aᵀ·B for ROWS neighbouring columns of A, the contraction running down its rows: A[k, i] = a + k·aStep + 4i. */
export function tileDownRows(
  c: usize, cRow: usize, a: usize, aStep: usize, b: usize, steps: i32, accumulate: bool,
): void {
  const c1 = c + cRow, c2 = c1 + cRow, c3 = c2 + cRow, c4 = c3 + cRow, c5 = c4 + cRow;
  const zero = f32x4.splat(0);
  let l0 = zero, l1 = zero, l2 = zero, l3 = zero, l4 = zero, l5 = zero;
  let r0 = zero, r1 = zero, r2 = zero, r3 = zero, r4 = zero, r5 = zero;
  if (accumulate) {
    l0 = v128.load(c), r0 = v128.load(c, 16);
    l1 = v128.load(c1), r1 = v128.load(c1, 16);
    l2 = v128.load(c2), r2 = v128.load(c2, 16);
    l3 = v128.load(c3), r3 = v128.load(c3, 16);
    if (ROWS > 4) {
      l4 = v128.load(c4), r4 = v128.load(c4, 16);
      l5 = v128.load(c5), r5 = v128.load(c5, 16);
    }
  }
  for (let k = steps; k > 0; k--, a += aStep, b += 32) {
    const left = v128.load(b), right = v128.load(b, 16);
    let x = v128.load32_splat(a);
    l0 = madd4(x, left, l0), r0 = madd4(x, right, r0);
    x = v128.load32_splat(a, 4);
    l1 = madd4(x, left, l1), r1 = madd4(x, right, r1);
    x = v128.load32_splat(a, 8);
    l2 = madd4(x, left, l2), r2 = madd4(x, right, r2);
    x = v128.load32_splat(a, 12);
    l3 = madd4(x, left, l3), r3 = madd4(x, right, r3);
    if (ROWS > 4) {
      x = v128.load32_splat(a, 16);
      l4 = madd4(x, left, l4), r4 = madd4(x, right, r4);
      x = v128.load32_splat(a, 20);
      l5 = madd4(x, left, l5), r5 = madd4(x, right, r5);
    }
  }
  v128.store(c, l0), v128.store(c, r0, 16);
  v128.store(c1, l1), v128.store(c1, r1, 16);
  v128.store(c2, l2), v128.store(c2, r2, 16);
  v128.store(c3, l3), v128.store(c3, r3, 16);
  if (ROWS > 4) {
    v128.store(c4, l4), v128.store(c4, r4, 16);
    v128.store(c5, l5), v128.store(c5, r5, 16);
  }
}
