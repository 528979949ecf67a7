// Coordinate descent on columns.
import { madd2 } from '../../tensor/kernels/vector';

/** Rows of X that are turned into columns while they are in the second-level cache. */
const TILE: i32 = 256;

/**
 * Columns first … first + count of X, each in a row: out[j, i] = (x[i, j] − mean[j]) · root[i].
 *
 * Eight columns at a time: a cache line of a row goes to the ends of eight rows.
 *
 * @param out [F, n] float64
 * @param x [n, F] float64
 * @param mean [F] float64
 * @param root [n] float64; 0: all 1
 */
export function centeredColumns(out: usize, x: usize, mean: usize, root: usize, n: i32, F: i32, first: i32, count: i32): void {
  const row = <usize>F << 3;
  const column = <usize>n << 3;
  for (let top = 0; top < n; top += TILE) {
    const bottom = min(n, top + TILE);
    for (let left = first; left < first + count; left += 8) {
      const right = min(first + count, left + 8);
      for (let i = top; i < bottom; ++i) {
        const factor = root ? load<f64>(root + (<usize>i << 3)) : 1;
        const from = x + <usize>i * row;
        let to = out + <usize>left * column + (<usize>i << 3);
        for (let j = <usize>left << 3; j < <usize>right << 3; j += 8) {
          store<f64>(to, (load<f64>(from + j) - load<f64>(mean + j)) * factor);
          to += column;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    s0 = madd2(v128.load(a + i), v128.load(b + i), s0);
    s1 = madd2(v128.load(a + i, 16), v128.load(b + i, 16), s1);
    s2 = madd2(v128.load(a + i, 32), v128.load(b + i, 32), s2);
    s3 = madd2(v128.load(a + i, 48), v128.load(b + i, 48), s3);
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (; i < bytes; i += 8) sum += load<f64>(a + i) * load<f64>(b + i);
  return sum;
}

/** y −= factor · x */
// @ts-ignore: decorator
@inline
function subtract(y: usize, x: usize, factor: f64, bytes: usize): void {
  const minus = f64x2.splat(-factor);
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    v128.store(y + i, madd2(minus, v128.load(x + i), v128.load(y + i)));
    v128.store(y + i, madd2(minus, v128.load(x + i, 16), v128.load(y + i, 16)), 16);
  }
  for (; i < bytes; i += 8) store<f64>(y + i, load<f64>(y + i) - factor * load<f64>(x + i));
}

/**
 * One sweep of coordinate descent on ½‖r‖² + l1·‖w‖₁ + l2/2·‖w‖², r = y − X·w: each of the coordinates listed goes to its minimum.
 *
 * @param changes [2] float64, written: the largest |w| of them, and the largest change of one
 * @param w [F] float64, changed
 * @param residual [n] float64, changed with it
 * @param columns [F, n] float64
 * @param squares [F] float64, ‖column‖²; coordinates of columns of zeros stay
 * @param order [count] int32
 * @param positive 1: only w ≥ 0
 */
export function descentSweep(
  changes: usize, w: usize, residual: usize, columns: usize, squares: usize, order: usize, count: i32, n: i32, l1: f64, l2: f64,
  positive: i32,
): void {
  const bytes = <usize>n << 3;
  let largest: f64 = 0;
  let largestChange: f64 = 0;
  for (let i: usize = 0; i < <usize>count; ++i) {
    const j = <usize>load<i32>(order + (i << 2));
    const square = load<f64>(squares + (j << 3));
    if (square == 0) continue;
    const column = columns + j * bytes;
    const before = load<f64>(w + (j << 3));
    const pull = dot(column, residual, bytes) + square * before;
    const next = pull > l1 ? (pull - l1) / (square + l2) : pull < -l1 && !positive ? (pull + l1) / (square + l2) : 0;
    if (next != before) {
      subtract(residual, column, next - before, bytes);
      store<f64>(w + (j << 3), next);
    }
    largest = max(largest, abs(next));
    largestChange = max(largestChange, abs(next - before));
  }
  store<f64>(changes, largest);
  store<f64>(changes, largestChange, 8);
}

/** out[j] = column j · vector, for columns first … first + count. @shape columns [F, n], vector [n], out [F] */
export function columnProducts(out: usize, columns: usize, vector: usize, n: i32, first: i32, count: i32): void {
  const bytes = <usize>n << 3;
  for (let j = <usize>first; j < <usize>(first + count); ++j) store<f64>(out + (j << 3), dot(columns + j * bytes, vector, bytes));
}

/** out[j] = ‖column j‖², for columns first … first + count. @shape columns [F, n], out [F] */
export function columnSquares(out: usize, columns: usize, n: i32, first: i32, count: i32): void {
  const bytes = <usize>n << 3;
  for (let j = <usize>first; j < <usize>(first + count); ++j) {
    store<f64>(out + (j << 3), dot(columns + j * bytes, columns + j * bytes, bytes));
  }
}
