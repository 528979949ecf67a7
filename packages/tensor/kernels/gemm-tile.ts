// Register tiles of the matrix product. MR × NR elements of C live in registers while k runs: per step two vectors of
// B and MR broadcasts of A feed 2·MR multiply-adds. 6 × 2 vectors is the largest tile that fits beside its operands
// in the 15 vector registers V8 hands out; without fused multiply-add each product needs a temporary too, and 4 × 2
// is best.
//
// Every element is one chain of multiply-adds over k that begins at zero; `from` (C itself, a bias row or nothing) is
// added once, at the end. That order is the contract all paths of gemm keep: see gemm.ts.

/** Most rows of a tile. */
export const MR: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/** Columns of a tile: two vectors. */
// @ts-ignore: decorator
@inline
export function tileColumns<T>(): i32 {
  return 32 / <i32>sizeof<T>();
}

/** a·b + c on the lanes of T, fused where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  else return v128.add<T>(v128.mul<T>(a, b), c);
}

/** c ← from + acc for one row of a tile; from = 0 stands for zeros. */
// @ts-ignore: decorator
@inline
function storeRow<T>(c: usize, from: usize, low: v128, high: v128): void {
  if (from) {
    low = v128.add<T>(v128.load(from), low);
    high = v128.add<T>(v128.load(from, 16), high);
  }
  v128.store(c, low);
  v128.store(c, high, 16);
}

/** One tile of `rows` rows, a constant where this is called. */
// @ts-ignore: decorator
@inline
function tileRows<T>(
  rows: i32, c: usize, cRow: usize, from: usize, fromRow: usize, a: usize, aStep: usize, b: usize, bStep: usize, k: i32,
): void {
  let c0 = v128.splat<T>(<T>0), d0 = c0, c1 = c0, d1 = c0, c2 = c0, d2 = c0;
  let c3 = c0, d3 = c0, c4 = c0, d4 = c0, c5 = c0, d5 = c0;
  for (; k > 0; --k) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    c0 = madd<T>(x, low, c0);
    d0 = madd<T>(x, high, d0);
    x = v128.load_splat<T>(a, 1 * sizeof<T>());
    c1 = madd<T>(x, low, c1);
    d1 = madd<T>(x, high, d1);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c2 = madd<T>(x, low, c2);
    d2 = madd<T>(x, high, d2);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c3 = madd<T>(x, low, c3);
    d3 = madd<T>(x, high, d3);
    if (rows > 4) {
      x = v128.load_splat<T>(a, 4 * sizeof<T>());
      c4 = madd<T>(x, low, c4);
      d4 = madd<T>(x, high, d4);
      x = v128.load_splat<T>(a, 5 * sizeof<T>());
      c5 = madd<T>(x, low, c5);
      d5 = madd<T>(x, high, d5);
    }
    a += aStep;
    b += bStep;
  }
  storeRow<T>(c, from, c0, d0);
  storeRow<T>((c += cRow), (from += fromRow), c1, d1);
  storeRow<T>((c += cRow), (from += fromRow), c2, d2);
  storeRow<T>((c += cRow), (from += fromRow), c3, d3);
  if (rows > 4) {
    storeRow<T>((c += cRow), (from += fromRow), c4, d4);
    storeRow<T>((c += cRow), (from += fromRow), c5, d5);
  }
}

/** tileRows of six rows, compiled once per dtype. */
function tile6<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize, a: usize, aStep: usize, b: usize, bStep: usize, k: i32,
): void {
  tileRows<T>(6, c, cRow, from, fromRow, a, aStep, b, bStep, k);
}

/** tileRows of four rows. */
function tile4<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize, a: usize, aStep: usize, b: usize, bStep: usize, k: i32,
): void {
  tileRows<T>(4, c, cRow, from, fromRow, a, aStep, b, bStep, k);
}

/** Height of the next tile when `left` rows remain: six, except that 8, 7 and at most 4 rows are cut into fours. */
// @ts-ignore: decorator
@inline
export function tileHeight(left: i32): i32 {
  if (MR == 4) return 4;
  return left <= 4 || left == 7 || left == 8 ? 4 : 6;
}

/**
 * One tile of `height` rows: element (r, p) of A lies at a + p·aStep + r elements, row p of B at b + p·bStep. Packed
 * panels have both steps constant; a transposed A or a plain B is read in place with its own stride. Steps and
 * strides are in bytes.
 */
// @ts-ignore: decorator
@inline
export function tile<T>(
  height: i32, c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aStep: usize, b: usize, bStep: usize, k: i32,
): void {
  if (MR == 4 || height == 4) tile4<T>(c, cRow, from, fromRow, a, aStep, b, bStep, k);
  else tile6<T>(c, cRow, from, fromRow, a, aStep, b, bStep, k);
}
