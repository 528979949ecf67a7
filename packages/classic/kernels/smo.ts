// Sequential minimal optimization: rows of the kernel exp(−γ·d²), and the loops over variables of each step.
import { madd2 } from '../../tensor/kernels/vector';
import { expNonpositive2 } from './exp-nonpositive';

/** Four numbers as floats. */
// @ts-ignore: decorator
@inline
function storeFloats(to: usize, low: v128, high: v128): void {
  const a = f32x4.demote_f64x2_zero(low);
  const b = f32x4.demote_f64x2_zero(high);
  v128.store(to, i64x2.replace_lane(a, 1, i64x2.extract_lane(b, 0)));
}

/**
 * exp of the products of four rows with columns first … first + count, which are multiples of four.
 *
 * @param row0 [padded] float32, and so on; fewer than four rows are given more than once
 * @param left [4, width] float64
 * @param right [width, padded] float64
 */
export function expRows(
  row0: usize, row1: usize, row2: usize, row3: usize, left: usize, right: usize, width: i32, padded: i32, first: i32, count: i32,
): void {
  const stride = <usize>padded << 3;
  const next = <usize>width << 3;
  for (let c = <usize>first; c < <usize>(first + count); c += 4) {
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    let x = right + (c << 3);
    let w = left;
    for (const end = left + next; w < end; w += 8) {
      const low = v128.load(x);
      const high = v128.load(x, 16);
      const wa = v128.load64_splat(w);
      const wb = v128.load64_splat(w + next);
      const wc = v128.load64_splat(w + 2 * next);
      const wd = v128.load64_splat(w + 3 * next);
      a0 = madd2(wa, low, a0);
      a1 = madd2(wa, high, a1);
      b0 = madd2(wb, low, b0);
      b1 = madd2(wb, high, b1);
      c0 = madd2(wc, low, c0);
      c1 = madd2(wc, high, c1);
      d0 = madd2(wd, low, d0);
      d1 = madd2(wd, high, d1);
      x += stride;
    }
    const at = c << 2;
    storeFloats(row0 + at, expNonpositive2(a0), expNonpositive2(a1));
    storeFloats(row1 + at, expNonpositive2(b0), expNonpositive2(b1));
    storeFloats(row2 + at, expNonpositive2(c0), expNonpositive2(c1));
    storeFloats(row3 + at, expNonpositive2(d0), expNonpositive2(d1));
  }
}

/** Elements of a row at two columns, as doubles. */
// @ts-ignore: decorator
@inline
function pair(row: usize, a: usize, b: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(row + b, v128.load32_zero(row + a), 1));
}

/**
 * gradient += rise·rising + fall·falling at places start … end, and its extremes there.
 *
 * @param found [3] float64, written: the least gradient of those that can rise, its place (of equal ones the last), and the largest of
 *   those that can fall
 * @param gradient [n] float64, changed
 * @param noRise [n] float64: Infinity where it cannot, else 0; and so noFall
 * @param column [n] int32: where rows have the element of each place
 * @param rising [columns] float32; and so falling
 */
export function smoScan(
  found: usize, gradient: usize, noRise: usize, noFall: usize, column: usize, rising: usize, falling: usize, rise: f64, fall: f64,
  start: i32, end: i32,
): void {
  const up = f64x2.splat(rise);
  const down = f64x2.splat(fall);
  const two = i64x2.splat(2);
  let lowest = f64x2.splat(Infinity);
  let highest = f64x2.splat(-Infinity);
  let at = i64x2.splat(-1);
  let place = i64x2.replace_lane(i64x2.splat(start), 1, start + 1);
  let k = <usize>start;
  for (; k + 2 <= <usize>end; k += 2) {
    const a = <usize>load<i32>(column + (k << 2)) << 2;
    const b = <usize>load<i32>(column + (k << 2), 4) << 2;
    // Multiplied and added one by one, not fused: as libsvm rounds.
    const change = f64x2.add(f64x2.mul(up, pair(rising, a, b)), f64x2.mul(down, pair(falling, a, b)));
    const value = f64x2.add(v128.load(gradient + (k << 3)), change);
    v128.store(gradient + (k << 3), value);
    const low = f64x2.add(value, v128.load(noRise + (k << 3)));
    const isLow = f64x2.le(low, lowest);
    lowest = v128.bitselect(low, lowest, isLow);
    at = v128.bitselect(place, at, isLow);
    place = i64x2.add(place, two);
    highest = f64x2.pmax(highest, f64x2.sub(value, v128.load(noFall + (k << 3))));
  }
  let least = f64x2.extract_lane(lowest, 0);
  let leastAt = i64x2.extract_lane(at, 0);
  const other = f64x2.extract_lane(lowest, 1);
  if (other < least || (other == least && i64x2.extract_lane(at, 1) > leastAt)) {
    least = other;
    leastAt = i64x2.extract_lane(at, 1);
  }
  let most = Math.max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
  if (k < <usize>end) {
    const c = <usize>load<i32>(column + (k << 2)) << 2;
    const value = load<f64>(gradient + (k << 3)) + (rise * <f64>load<f32>(rising + c) + fall * <f64>load<f32>(falling + c));
    store<f64>(gradient + (k << 3), value);
    const low = value + load<f64>(noRise + (k << 3));
    if (low <= least) {
      least = low;
      leastAt = k;
    }
    most = Math.max(most, value - load<f64>(noFall + (k << 3)));
  }
  store<f64>(found, least);
  store<f64>(found, <f64>leastAt, 8);
  store<f64>(found, most, 16);
}

/**
 * The place from start to end that gains most when it falls while another rises: slope²/curvature.
 *
 * @param found [2] float64: the gain to beat, or reach, and the place; overwritten where one does
 * @param diagonal [n] float64
 * @param row [columns] float32, of the variable that rises
 * @param lowest its gradient, and `own` its element of the diagonal
 */
export function smoPartner(
  found: usize, gradient: usize, noFall: usize, column: usize, diagonal: usize, row: usize, lowest: f64, own: f64, start: i32, end: i32,
): void {
  const least = f64x2.splat(lowest);
  const corner = f64x2.splat(own);
  const minusTwo = f64x2.splat(-2);
  let gain = f64x2.splat(load<f64>(found));
  let k = <usize>start;
  for (; k + 2 <= <usize>end; k += 2) {
    const a = <usize>load<i32>(column + (k << 2)) << 2;
    const b = <usize>load<i32>(column + (k << 2), 4) << 2;
    const slope = f64x2.sub(f64x2.sub(v128.load(gradient + (k << 3)), v128.load(noFall + (k << 3))), least);
    const curvature = f64x2.add(f64x2.add(corner, v128.load(diagonal + (k << 3))), f64x2.mul(minusTwo, pair(row, a, b)));
    // slope²/curvature ≥ gain without the division; with its sign, so that those that would not gain fail.
    const reached = f64x2.ge(f64x2.mul(slope, f64x2.abs(slope)), f64x2.mul(gain, curvature));
    if (v128.any_true(reached)) {
      beat(found, f64x2.extract_lane(slope, 0), f64x2.extract_lane(curvature, 0), k);
      beat(found, f64x2.extract_lane(slope, 1), f64x2.extract_lane(curvature, 1), k + 1);
      gain = f64x2.splat(load<f64>(found));
    }
  }
  if (k < <usize>end) {
    const c = <usize>load<i32>(column + (k << 2)) << 2;
    const slope = load<f64>(gradient + (k << 3)) - load<f64>(noFall + (k << 3)) - lowest;
    beat(found, slope, own + load<f64>(diagonal + (k << 3)) - 2 * <f64>load<f32>(row + c), k);
  }
}

/** Puts a place down as found where it gains at least as much. */
function beat(found: usize, slope: f64, curvature: f64, place: usize): void {
  if (!(slope > 0)) return;
  const gain = (slope * slope) / (curvature > 0 ? curvature : 1e-12);
  if (gain < load<f64>(found)) return;
  store<f64>(found, gain);
  store<f64>(found, <f64>place, 8);
}

/** gradient += w0·row0 + w1·row1 + w2·row2 + w3·row3, from left to right, at places start … end. */
export function smoAddRows(
  gradient: usize, column: usize, row0: usize, row1: usize, row2: usize, row3: usize, w0: f64, w1: f64, w2: f64, w3: f64, start: i32,
  end: i32,
): void {
  for (let k = <usize>start; k < <usize>end; ++k) {
    const c = <usize>load<i32>(column + (k << 2)) << 2;
    let value = load<f64>(gradient + (k << 3));
    value += w0 * <f64>load<f32>(row0 + c);
    value += w1 * <f64>load<f32>(row1 + c);
    value += w2 * <f64>load<f32>(row2 + c);
    value += w3 * <f64>load<f32>(row3 + c);
    store<f64>(gradient + (k << 3), value);
  }
}
