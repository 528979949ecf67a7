// Derivatives of losses at raw predictions: pairs (weight · first, weight · second) as float32 from float64.

// @ts-ignore: decorator
@inline
function put(pairs: usize, i: usize, first: f64, second: f64, weights: usize): void {
  const weight = weights ? load<f64>(weights + (i << 3)) : 1;
  store<f32>(pairs + (i << 3), <f32>(first * weight));
  store<f32>(pairs + (i << 3), <f32>(second * weight), 4);
}

/** ℓ = ½(y − r)² */
export function squaredDerivatives(pairs: usize, raw: usize, y: usize, weights: usize, from: i32, n: i32): void {
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    put(pairs, i, load<f64>(raw + (i << 3)) - load<f64>(y + (i << 3)), 1, weights);
  }
}

/** ℓ = eʳ − y·r */
export function poissonDerivatives(pairs: usize, raw: usize, y: usize, weights: usize, from: i32, n: i32): void {
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const rate = NativeMath.exp(load<f64>(raw + (i << 3)));
    put(pairs, i, rate - load<f64>(y + (i << 3)), rate, weights);
  }
}

/**
 * ℓ = log(1 + eʳ) − y·r for y in {0, 1}. With e^−|r| nothing overflows, and the small one of p and 1 − p keeps its digits.
 */
export function binomialDerivatives(pairs: usize, raw: usize, y: usize, weights: usize, from: i32, n: i32): void {
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const r = load<f64>(raw + (i << 3));
    const e = NativeMath.exp(-abs(r));
    const common = 1 / (1 + e);
    const rare = e * common;
    // p for class 0, p − 1 for class 1: in both cases how wrong it is, with the sign of the way.
    const isOne = load<f64>(y + (i << 3)) == 1;
    const wrong = select<f64>(rare, common, isOne == r >= 0);
    put(pairs, i, select<f64>(-wrong, wrong, isOne), rare * common, weights);
  }
}

/** ℓ = log Σ_k eʳᵏ − r_y for classes y; raw [K, stride], pairs [K, stride, 2]. */
export function multinomialDerivatives(
  pairs: usize, raw: usize, y: usize, weights: usize, classes: i32, stride: i32, from: i32, n: i32,
): void {
  const row = <usize>stride << 3;
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const at = raw + (i << 3);
    let most = load<f64>(at);
    for (let k: usize = 1; k < <usize>classes; ++k) most = max(most, load<f64>(at + k * row));
    let sum: f64 = 0;
    for (let k: usize = 0; k < <usize>classes; ++k) sum += NativeMath.exp(load<f64>(at + k * row) - most);
    const label = <usize>load<f64>(y + (i << 3));
    for (let k: usize = 0; k < <usize>classes; ++k) {
      const p = NativeMath.exp(load<f64>(at + k * row) - most) / sum;
      put(pairs + k * row, i, k == label ? p - 1 : p, p * (1 - p), weights);
    }
  }
}

// The losses themselves, without weights.

export function squaredLosses(out: usize, raw: usize, y: usize, from: i32, n: i32): void {
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const residual = load<f64>(y + (i << 3)) - load<f64>(raw + (i << 3));
    store<f64>(out + (i << 3), 0.5 * residual * residual);
  }
}

export function poissonLosses(out: usize, raw: usize, y: usize, from: i32, n: i32): void {
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const r = load<f64>(raw + (i << 3));
    store<f64>(out + (i << 3), NativeMath.exp(r) - load<f64>(y + (i << 3)) * r);
  }
}

export function binomialLosses(out: usize, raw: usize, y: usize, from: i32, n: i32): void {
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const r = load<f64>(raw + (i << 3));
    const log = max(r, 0) + NativeMath.log1p(NativeMath.exp(-abs(r)));
    store<f64>(out + (i << 3), log - load<f64>(y + (i << 3)) * r);
  }
}

export function multinomialLosses(
  out: usize, raw: usize, y: usize, classes: i32, stride: i32, from: i32, n: i32,
): void {
  const row = <usize>stride << 3;
  for (let i = <usize>from, end = <usize>(from + n); i < end; ++i) {
    const at = raw + (i << 3);
    let most = load<f64>(at);
    for (let k: usize = 1; k < <usize>classes; ++k) most = max(most, load<f64>(at + k * row));
    let sum: f64 = 0;
    for (let k: usize = 0; k < <usize>classes; ++k) sum += NativeMath.exp(load<f64>(at + k * row) - most);
    const own = load<f64>(at + <usize>load<f64>(y + (i << 3)) * row);
    store<f64>(out + (i << 3), most + NativeMath.log(sum) - own);
  }
}
