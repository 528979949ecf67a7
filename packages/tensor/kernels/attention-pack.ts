import { loadPart } from './partial';

// Packs the rows of one head into panels of eight columns, [panel][step][8], the form in which a register tile reads its
// B operand: one sequential stream, whatever the strides of the packed QKV tensor are.

/** Bytes of `columns` columns × `steps` in panels. */
// @ts-ignore: decorator
@inline
export function panelBytes(columns: i32, steps: i32): i32 {
  return ((columns + 7) & ~7) * steps << 2;
}

/**
 * Columns are features: panel p holds scale·x[row, 8p … 8p + 7] for every row; missing features are 0. Returns whether all
 * are finite: only then may a product count a hidden row with weight 0, for 0·NaN is NaN.
 */
export function packFeatures(out: usize, x: usize, xRow: usize, rows: i32, dim: i32, scale: f32): bool {
  const factor = f32x4.splat(scale);
  const zero = f32x4.splat(0);
  // Finite numbers times 0 are ±0, and so is what their bits make together.
  let check = zero;
  let d = dim;
  for (; d >= 8; d -= 8, x += 32) {
    let from = x;
    for (let row = rows; row > 0; row--, from += xRow, out += 32) {
      const left = v128.load(from), right = v128.load(from, 16);
      check = v128.or(check, v128.or(f32x4.mul(left, zero), f32x4.mul(right, zero)));
      v128.store(out, f32x4.mul(left, factor));
      v128.store(out, f32x4.mul(right, factor), 16);
    }
  }
  for (let row = d ? rows : 0; row > 0; row--, x += xRow, out += 32) {
    const left = d >= 4 ? v128.load(x) : loadPart<f32>(x, d);
    const right = d > 4 ? loadPart<f32>(x + 16, d - 4) : zero;
    check = v128.or(check, v128.or(f32x4.mul(left, zero), f32x4.mul(right, zero)));
    v128.store(out, f32x4.mul(left, factor));
    v128.store(out, f32x4.mul(right, factor), 16);
  }
  return v128.all_true<i32>(f32x4.eq(check, zero));
}

/** Four rows × four features times a factor, stored as four features × four rows, 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4(out: usize, x0: usize, x1: usize, x2: usize, x3: usize, factor: v128): void {
  const a = v128.load(x0), b = v128.load(x1), c = v128.load(x2), d = v128.load(x3);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  v128.store(out, f32x4.mul(v128.shuffle<i64>(ab, cd, 0, 2), factor));
  v128.store(out, f32x4.mul(v128.shuffle<i64>(ab, cd, 1, 3), factor), 32);
  const ef = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const gh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, f32x4.mul(v128.shuffle<i64>(ef, gh, 0, 2), factor), 64);
  v128.store(out, f32x4.mul(v128.shuffle<i64>(ef, gh, 1, 3), factor), 96);
}

/** Columns are rows of x (keys): panel p holds scale·x[8p … 8p + 7, d] for every d; missing keys repeat the last one. */
export function packKeys(out: usize, x: usize, xRow: usize, keys: i32, dim: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let key = 0; key < keys; key += 8) {
    const last = keys - 1 - key;
    let x0 = x + <usize>key * xRow;
    let x1 = x0 + <usize>min(1, last) * xRow;
    let x2 = x0 + <usize>min(2, last) * xRow;
    let x3 = x0 + <usize>min(3, last) * xRow;
    let x4 = x0 + <usize>min(4, last) * xRow;
    let x5 = x0 + <usize>min(5, last) * xRow;
    let x6 = x0 + <usize>min(6, last) * xRow;
    let x7 = x0 + <usize>min(7, last) * xRow;
    let d = dim;
    for (; d >= 4; d -= 4, out += 128) {
      transpose4(out, x0, x1, x2, x3, factor);
      transpose4(out + 16, x4, x5, x6, x7, factor);
      x0 += 16, x1 += 16, x2 += 16, x3 += 16, x4 += 16, x5 += 16, x6 += 16, x7 += 16;
    }
    for (; d > 0; d--, out += 32) {
      v128.store(out, f32x4.mul(f32x4(load<f32>(x0), load<f32>(x1), load<f32>(x2), load<f32>(x3)), factor));
      v128.store(out, f32x4.mul(f32x4(load<f32>(x4), load<f32>(x5), load<f32>(x6), load<f32>(x7)), factor), 16);
      x0 += 4, x1 += 4, x2 += 4, x3 += 4, x4 += 4, x5 += 4, x6 += 4, x7 += 4;
    }
  }
}
