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

/** One row of a tile, as it is. */
// @ts-ignore: decorator
@inline
function storeRow(c: usize, low: v128, high: v128): void {
  v128.store(c, low);
  v128.store(c, high, 16);
}

/** c ← from + acc for one row of a tile. */
// @ts-ignore: decorator
@inline
function addRow<T>(c: usize, from: usize, low: v128, high: v128): void {
  v128.store(c, v128.add<T>(v128.load(from), low));
  v128.store(c, v128.add<T>(v128.load(from, 16), high), 16);
}

/**
 * `tiles` tiles of `rows` rows side by side; `rows` and `apart` are constants where this is called. Rows of A that lie
 * `apart` need a pointer each, adjacent ones are constant offsets of one. Neither is unrolled by hand: V8 then runs out
 * of registers and the loop takes a tenth longer.
 */
// @ts-ignore: decorator
@inline
function tileRows<T>(
  rows: i32, apart: bool, c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, bTile: usize, tiles: i32, k: i32,
): void {
  for (; tiles > 0; --tiles) {
    let c0 = v128.splat<T>(<T>0), d0 = c0, c1 = c0, d1 = c0, c2 = c0, d2 = c0;
    let c3 = c0, d3 = c0, c4 = c0, d4 = c0, c5 = c0, d5 = c0;
    let at = b;
    let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow;
    let left = k;
    do {
      const low = v128.load(at);
      const high = v128.load(at, 16);
      let x = v128.load_splat<T>(a0);
      c0 = madd<T>(x, low, c0);
      d0 = madd<T>(x, high, d0);
      x = apart ? v128.load_splat<T>(a1) : v128.load_splat<T>(a0, 1 * sizeof<T>());
      c1 = madd<T>(x, low, c1);
      d1 = madd<T>(x, high, d1);
      x = apart ? v128.load_splat<T>(a2) : v128.load_splat<T>(a0, 2 * sizeof<T>());
      c2 = madd<T>(x, low, c2);
      d2 = madd<T>(x, high, d2);
      x = apart ? v128.load_splat<T>(a3) : v128.load_splat<T>(a0, 3 * sizeof<T>());
      c3 = madd<T>(x, low, c3);
      d3 = madd<T>(x, high, d3);
      if (rows > 4) {
        x = apart ? v128.load_splat<T>(a4) : v128.load_splat<T>(a0, 4 * sizeof<T>());
        c4 = madd<T>(x, low, c4);
        d4 = madd<T>(x, high, d4);
        x = apart ? v128.load_splat<T>(a5) : v128.load_splat<T>(a0, 5 * sizeof<T>());
        c5 = madd<T>(x, low, c5);
        d5 = madd<T>(x, high, d5);
      }
      a0 += aStep;
      if (apart) {
        a1 += aStep;
        a2 += aStep;
        a3 += aStep;
        a4 += aStep;
        a5 += aStep;
      }
      at += bStep;
    } while (--left > 0);
    let to = c;
    if (from) {
      let base = from;
      addRow<T>(to, base, c0, d0);
      addRow<T>((to += cRow), (base += fromRow), c1, d1);
      addRow<T>((to += cRow), (base += fromRow), c2, d2);
      addRow<T>((to += cRow), (base += fromRow), c3, d3);
      if (rows > 4) {
        addRow<T>((to += cRow), (base += fromRow), c4, d4);
        addRow<T>((to += cRow), (base += fromRow), c5, d5);
      }
      from += 32;
    } else {
      storeRow(to, c0, d0);
      storeRow((to += cRow), c1, d1);
      storeRow((to += cRow), c2, d2);
      storeRow((to += cRow), c3, d3);
      if (rows > 4) {
        storeRow((to += cRow), c4, d4);
        storeRow((to += cRow), c5, d5);
      }
    }
    c += 32;
    b += bTile;
  }
}

/** Six rows of a packed panel or of a transposed A, compiled once per dtype. */
function adjacent6<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aStep: usize, b: usize, bStep: usize, bTile: usize, tiles: i32, k: i32,
): void {
  tileRows<T>(6, false, c, cRow, from, fromRow, a, 0, aStep, b, bStep, bTile, tiles, k);
}

/** The same for four rows. */
function adjacent4<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aStep: usize, b: usize, bStep: usize, bTile: usize, tiles: i32, k: i32,
): void {
  tileRows<T>(4, false, c, cRow, from, fromRow, a, 0, aStep, b, bStep, bTile, tiles, k);
}

/** Six rows of a plain A. */
function apart6<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aRow: usize, b: usize, bStep: usize, bTile: usize, tiles: i32, k: i32,
): void {
  tileRows<T>(6, true, c, cRow, from, fromRow, a, aRow, sizeof<T>(), b, bStep, bTile, tiles, k);
}

/** Four rows of a plain A. */
function apart4<T>(
  c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aRow: usize, b: usize, bStep: usize, bTile: usize, tiles: i32, k: i32,
): void {
  tileRows<T>(4, true, c, cRow, from, fromRow, a, aRow, sizeof<T>(), b, bStep, bTile, tiles, k);
}

/** Height of the next tile when `left` rows remain: six, except that 8, 7 and at most 4 rows are cut into fours. */
// @ts-ignore: decorator
@inline
export function tileHeight(left: i32): i32 {
  if (MR == 4) return 4;
  return left <= 4 || left == 7 || left == 8 ? 4 : 6;
}

/** How many of the rows lie in whole tiles of MR; what is left over is cut into fours, or fills a tile in part. */
// @ts-ignore: decorator
@inline
export function wholeTiles(rows: i32): i32 {
  const left = rows % MR;
  return MR == 6 && (left == 1 || left == 2) ? max(rows - left - 6, 0) : rows - left;
}

/**
 * `tiles` tiles of `height` rows side by side. Row p of B lies at b + p·bStep, the columns of the next tile bTile
 * further. Element (r, p) of A lies at a + r·aRow + p elements when aRow ≠ 0 (a plain A in place), otherwise at
 * a + p·aStep + r elements (a packed panel, or a transposed A in place). Steps and strides are in bytes.
 */
// @ts-ignore: decorator
@inline
export function tile<T>(
  height: i32, c: usize, cRow: usize, from: usize, fromRow: usize,
  a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, bTile: usize, tiles: i32, k: i32,
): void {
  if (MR == 4 || height == 4) {
    if (aRow) apart4<T>(c, cRow, from, fromRow, a, aRow, b, bStep, bTile, tiles, k);
    else adjacent4<T>(c, cRow, from, fromRow, a, aStep, b, bStep, bTile, tiles, k);
  } else {
    if (aRow) apart6<T>(c, cRow, from, fromRow, a, aRow, b, bStep, bTile, tiles, k);
    else adjacent6<T>(c, cRow, from, fromRow, a, aStep, b, bStep, bTile, tiles, k);
  }
}
