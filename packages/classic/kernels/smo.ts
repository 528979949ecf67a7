// Sequential minimal optimization: rows of the kernel exp(−γ·d²), and the loops over variables of each step.
import { madd2 } from '../../tensor/kernels/vector';

/** 2^(j/64) for j = 0 … 63. */
const FRACTIONS = memory.data<f64>([
  1.0, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924, 1.1265216186082418,
  1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812, 1.189207115002721, 1.202156731452703,
  1.215247359980469, 1.22848053610687, 1.241857812073484, 1.255380757024691, 1.2690509571917332, 1.2828700160787783,
  1.2968395546510096, 1.3109612115247644, 1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905,
  1.383909881963832, 1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
  1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407, 1.559004400237837,
  1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478, 1.645755478153965, 1.6636765803267364,
  1.681792830507429, 1.7001063537185235, 1.718619298122478, 1.7373338352737062, 1.7562521603732995, 1.7753764925265212,
  1.7947090750031072, 1.8142521755003989, 1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656,
  1.9152065613971474, 1.9360617934922943, 1.9571441241754002, 1.978456026387951,
]);

/** 64/ln2, 1.5·2⁵², −ln2/64 in two parts of which the first has 24 bits, 1/120, 1/24, 1/6, 1/2, and the least argument. */
const EXP = memory.data<f64>([
  92.33248261689366, 6755399441055744, -0.010830424726009369, 2.9760223436840126e-11,
  0.008333333333333333, 0.041666666666666664, 0.16666666666666666, 0.5, -700,
]);

// @ts-ignore: decorator
@inline
function constant(i: usize): v128 {
  return v128.load64_splat(EXP + (i << 3));
}

/** exp(min(x, 0)) of two numbers, within a unit in the last place; of less than −700 it is exp(−700), which is 0 in float32. */
// @ts-ignore: decorator
@inline
function expNonpositive2(x: v128): v128 {
  // x = (64·q + j)·ln2/64 + r: the sum with 1.5·2⁵² has 64·q + j in its low bits.
  const value = f64x2.pmax(constant(8), f64x2.pmin(f64x2.splat(0), x));
  const shifted = madd2(value, constant(0), constant(1));
  const n = f64x2.sub(shifted, constant(1));
  const r = madd2(n, constant(3), madd2(n, constant(2), value));
  const r2 = f64x2.mul(r, r);
  const series = madd2(r2, madd2(r2, madd2(r, constant(4), constant(5)), madd2(r, constant(6), constant(7))), r);
  const a = <usize>(i64x2.extract_lane(shifted, 0) & 63);
  const b = <usize>(i64x2.extract_lane(shifted, 1) & 63);
  const fraction = v128.load64_lane(FRACTIONS + (b << 3), v128.load64_zero(FRACTIONS + (a << 3)), 1);
  const scaled = i64x2.add(fraction, i64x2.shl(i64x2.shr_s(shifted, 6), 52));
  return madd2(scaled, series, scaled);
}

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
