import { constant4 } from './constant';
import { erf4 } from './erf';
import { expNonPositive4, expReduced4, power4, reduced4, shifted4 } from './exp';
import { loadSome, storeSome } from './partial';
import { madd4 } from './vector';

// GELU in both of its forms, and its slope. They share what is dear (exp and a division, or erf), so that one pass makes
// either or both: training makes both and keeps the slope, which leaves a product to the backward pass. A value has the
// same bits whatever is made beside it. Branches on what is wanted, inside the loop, cost nothing that could be measured.
//
// (1 + tanh u) / 2 is the logistic function σ(2u), so GPT-2's 0.5·x·(1 + tanh u), u = √(2/π)·(x + 0.044715·x³), is computed
// as x·s with s = σ(2u) = 1 / (1 + e^{-2u}): one exp, and no cancellation for negative x, where the textbook form loses
// all its digits.

/** 0: 2√(2/π); 1: 0.044715 times that; 2: three times entry 1; 3: 1; 4: 0.5; 5: √½; 6: 1/√(2π); 7: -0.5; 8: largest float. */
const TABLE = memory.data<f32>([
  1.5957691216057308, 7.135481627260026e-2, 2.1406444881780077e-1, 1, 0.5, 0.7071067811865476, 0.3989422804014327, -0.5,
  3.4028234663852886e38,
]);

/** Where each form is flat: y' has rounded to 1 above the first and to 0 below the second limit. */
const TANH_FLAT = memory.data<f32>([10, -10.05]);
const ERF_FLAT = memory.data<f32>([14, -14]);

/** Stopping there keeps ±Inf from meeting 0. */
// @ts-ignore: decorator
@inline
function flattened(x: v128, limits: usize): v128 {
  return f32x4.pmax(f32x4.pmin(x, constant4(limits, 0)), constant4(limits, 1));
}

/** Writes y', or dy·y' where there is a dy. */
// @ts-ignore: decorator
@inline
function storeSlope(to: usize, slope: v128, dy: usize, count: i32): void {
  storeSome(to, dy ? f32x4.mul(slope, loadSome(dy, count)) : slope, count);
}

/**
 * GPT-2's GELU: y = x·s where y ≠ 0, and where slope ≠ 0 its derivative s + x·s·(1 - s)·2u', times dy where dy ≠ 0.
 * Outputs may be inputs.
 *
 * @special x = -Inf gives NaN (as in torch), +Inf itself; the derivative has its limits 0 and 1 there (within 1e-34).
 */
export function geluTanh_f32(y: usize, slope: usize, dy: usize, x: usize, n: i32): void {
  for (let i: usize = 0; n > 0; n -= 4, i += 16) {
    const input = loadSome(x + i, n);
    const v = flattened(input, TANH_FLAT);
    const square = f32x4.mul(v, v);
    // -2u lies in -87.4 … 88.5, where exp needs no limits of its own: from 88.4 on 2^n is +Inf, and s is 0.
    const exponent = f32x4.neg(f32x4.mul(v, madd4(square, constant4(TABLE, 1), constant4(TABLE, 0))));
    const shifted = shifted4(exponent);
    const one = constant4(TABLE, 3);
    const e = f32x4.mul(f32x4.add(expReduced4(reduced4(exponent, shifted)), one), power4(shifted));
    const s = f32x4.div(one, f32x4.add(one, e));
    if (y) storeSome(y + i, f32x4.mul(input, s), n);
    if (!slope) continue;
    // 1 - s = e·s keeps its digits where s is nearly 1; e is made finite, since Inf·0 is NaN.
    const rest = f32x4.mul(f32x4.pmin(e, constant4(TABLE, 8)), s);
    const steepness = madd4(square, constant4(TABLE, 2), constant4(TABLE, 0));
    const derivative = madd4(f32x4.mul(f32x4.mul(v, s), rest), steepness, s);
    storeSlope(slope + i, derivative, dy ? dy + i : 0, n);
  }
}

/**
 * The exact GELU: y = x·Φ(x) = x·(1 + erf(x/√2)) / 2 where y ≠ 0, absolute accuracy 1 ulp of x; and where slope ≠ 0 its
 * derivative Φ(x) + x·φ(x), times dy where dy ≠ 0. Outputs may be inputs.
 *
 * @special as geluTanh_f32
 */
export function geluErf_f32(y: usize, slope: usize, dy: usize, x: usize, n: i32): void {
  for (let i: usize = 0; n > 0; n -= 4, i += 16) {
    const input = loadSome(x + i, n);
    const half = constant4(TABLE, 4);
    const cumulative = madd4(erf4(f32x4.mul(input, constant4(TABLE, 5))), half, half);
    if (y) storeSome(y + i, f32x4.mul(input, cumulative), n);
    if (!slope) continue;
    const v = flattened(input, ERF_FLAT);
    const exponential = expNonPositive4(f32x4.mul(f32x4.mul(v, v), constant4(TABLE, 7)));
    const derivative = madd4(v, f32x4.mul(exponential, constant4(TABLE, 6)), cumulative);
    storeSlope(slope + i, derivative, dy ? dy + i : 0, n);
  }
}
