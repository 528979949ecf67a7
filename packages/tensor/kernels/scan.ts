// Running sums along the middle axis of a contiguous [outer, n, step] block, for the first `inner` of its columns:
// out[o, i, j] = Σ_{t ≤ i} x[o, t, j].
// Floats are accumulated in float64, so every prefix is a correctly rounded sum but for one part in 2²⁹; doubles are
// added in order, as in NumPy. Vectors run along the row.

/** A strided run of n floats. */
// @ts-ignore: decorator
@inline
function run<T>(out: usize, x: usize, n: i32, step: usize): void {
  let sum: f64 = 0;
  for (; n > 0; n--, out += step, x += step) {
    sum += <f64>load<T>(x);
    store<T>(out, <T>sum);
  }
}

export function cumsum_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32): void {
  const next = <usize>step << 2;
  const bytes = <usize>inner << 2;
  for (; outer > 0; outer--, out += <usize>n * next, x += <usize>n * next) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) {
      let low = f64x2.splat(0);
      let high = low;
      let to = out + j;
      let from = x + j;
      for (let i = 0; i < n; i++, to += next, from += next) {
        const v = v128.load(from);
        low = f64x2.add(low, f64x2.promote_low_f32x4(v));
        high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0)));
        v128.store(to, v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
      }
    }
    for (; j < bytes; j += 4) run<f32>(out + j, x + j, n, next);
  }
}

export function cumsum_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32): void {
  const next = <usize>step << 3;
  const bytes = <usize>inner << 3;
  for (; outer > 0; outer--, out += <usize>n * next, x += <usize>n * next) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) {
      let sum = f64x2.splat(0);
      let to = out + j;
      let from = x + j;
      for (let i = 0; i < n; i++, to += next, from += next) {
        sum = f64x2.add(sum, v128.load(from));
        v128.store(to, sum);
      }
    }
    for (; j < bytes; j += 8) run<f64>(out + j, x + j, n, next);
  }
}
