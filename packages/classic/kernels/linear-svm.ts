// Coordinate descent for linear support vector machines, in the dual and on columns.
import { madd2 } from '../../tensor/kernels/vector';

// @ts-ignore: decorator
@inline
function lanes(a: v128, b: v128): f64 {
  const s = f64x2.add(a, b);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    s0 = madd2(v128.load(a + i), v128.load(b + i), s0);
    s1 = madd2(v128.load(a + i, 16), v128.load(b + i, 16), s1);
  }
  let sum = lanes(s0, s1);
  for (; i < bytes; i += 8) sum += load<f64>(a + i) * load<f64>(b + i);
  return sum;
}

/** y += factor · x */
// @ts-ignore: decorator
@inline
function addScaled(y: usize, x: usize, factor: f64, bytes: usize): void {
  const factors = f64x2.splat(factor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(y + i, madd2(factors, v128.load(x + i), v128.load(y + i)));
  for (; i < bytes; i += 8) store<f64>(y + i, load<f64>(y + i) + factor * load<f64>(x + i));
}

/** Where the parabolas right and left of 0 that go through the variable's point have their minimum, within the bounds. */
// @ts-ignore: decorator
@inline
function optimum(old: f64, slope: f64, curvature: f64, low: f64, high: f64, bound: f64): f64 {
  const above = old - (slope - low) / curvature;
  if (above > 0) return Math.min(above, bound);
  const below = old - (slope - high) / curvature;
  return below < 0 ? Math.max(below, -bound) : 0;
}

/**
 * One pass over the variables of the dual: see src/svm/dual-coordinate-descent.ts. They are visited in random order, by Fisher & Yates
 * with the numbers of xorshift64*.
 *
 * @param found [1] float64, written: the largest violation
 * @param order [n] int32, changed: those that are left out go behind the active ones
 * @param weights [width] float64, changed; and so beta [n]
 * @param lastWorst the largest violation of the last pass
 * @param seed two int32, not both 0
 * @returns how many are active after it
 */
export function dualSweep(
  found: usize, order: usize, weights: usize, beta: usize, data: usize, low: usize, high: usize, bound: usize, ridge: usize,
  curvature: usize, width: i32, active: i32, lastWorst: f64, seedHigh: i32, seedLow: i32,
): i32 {
  const bytes = <usize>width << 3;
  let random = (<u64>(<u32>seedHigh) << 32) | <u64>(<u32>seedLow);
  let worst: f64 = 0;
  let left = active;
  for (let k = active - 1; k > 0; --k) {
    random ^= random >> 12;
    random ^= random << 25;
    random ^= random >> 27;
    const other = <usize>(((random * 2685821657736338717) >> 32) * <u64>(k + 1) >> 32);
    const value = load<i32>(order + (other << 2));
    store<i32>(order + (other << 2), load<i32>(order + (<usize>k << 2)));
    store<i32>(order + (<usize>k << 2), value);
  }
  for (let k = 0; k < left; ++k) {
    const i = load<i32>(order + (<usize>k << 2));
    const at = <usize>i << 3;
    const x = data + <usize>i * bytes;
    const old = load<f64>(beta + at);
    const lower = load<f64>(low + at);
    const upper = load<f64>(high + at);
    const most = load<f64>(bound + at);
    const slope = load<f64>(ridge + at) * old + dot(weights, x, bytes);
    const right = slope - (old >= 0 ? lower : upper);
    const from = slope - (old > 0 ? lower : upper);
    const violation = Math.max(0, Math.max(old < most ? -right : 0, old > -most ? from : 0));
    if (violation == 0) {
      if ((old >= most || right > lastWorst) && (old <= -most || from < -lastWorst)) {
        --left;
        store<i32>(order + (<usize>k << 2), load<i32>(order + (<usize>left << 2)));
        store<i32>(order + (<usize>left << 2), i);
        --k;
      }
      continue;
    }
    worst = Math.max(worst, violation);
    const value = optimum(old, slope, load<f64>(curvature + at), lower, upper, most);
    store<f64>(beta + at, value);
    if (value != old) addScaled(weights, x, value - old, bytes);
  }
  store<f64>(found, worst);
  return left;
}

/** Distances of two values from their intervals, with a sign. */
// @ts-ignore: decorator
@inline
function excess(value: v128, low: usize, high: usize): v128 {
  const zero = f64x2.splat(0);
  return f64x2.add(f64x2.pmin(zero, f64x2.sub(value, v128.load(low))), f64x2.pmax(zero, f64x2.sub(value, v128.load(high))));
}

/**
 * First and second derivative of Σ C·d² along a column, and its value.
 *
 * @param found [3] float64, written
 * @param column [n] float64, as are products, low, high and costs; n is even
 */
export function intervalSlopes(found: usize, column: usize, products: usize, low: usize, high: usize, costs: usize, n: i32): void {
  const zero = f64x2.splat(0);
  let slope = zero;
  let curvature = zero;
  let loss = zero;
  for (let i: usize = 0; i < <usize>n << 3; i += 16) {
    const distance = excess(v128.load(products + i), low + i, high + i);
    const x = v128.load(column + i);
    const cost = v128.andnot(v128.load(costs + i), f64x2.eq(distance, zero));
    const pull = f64x2.mul(cost, distance);
    slope = madd2(pull, x, slope);
    loss = madd2(pull, distance, loss);
    curvature = madd2(f64x2.mul(cost, x), x, curvature);
  }
  store<f64>(found, 2 * lanes(slope, zero));
  store<f64>(found, 2 * lanes(curvature, zero), 8);
  store<f64>(found, lanes(loss, zero), 16);
}

/** Σ C·d² after a step along a column. */
export function intervalLoss(column: usize, products: usize, low: usize, high: usize, costs: usize, step: f64, n: i32): f64 {
  const zero = f64x2.splat(0);
  const steps = f64x2.splat(step);
  let loss = zero;
  for (let i: usize = 0; i < <usize>n << 3; i += 16) {
    const distance = excess(madd2(steps, v128.load(column + i), v128.load(products + i)), low + i, high + i);
    loss = madd2(f64x2.mul(v128.load(costs + i), distance), distance, loss);
  }
  return lanes(loss, zero);
}

/** products += step · column; n is even. */
export function stepAlong(products: usize, column: usize, step: f64, n: i32): void {
  addScaled(products, column, step, <usize>n << 3);
}
