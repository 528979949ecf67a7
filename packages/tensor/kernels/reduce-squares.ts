// Σ x² in float64, for gradient norms: squares of floats are exact doubles, so only the additions round.

const BLOCK: i32 = 1024;

function block(x: usize, n: i32): f64 {
  const end = x + (<usize>n << 2);
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (; x + 32 <= end; x += 32) {
    const u = v128.load(x);
    const v = v128.load(x, 16);
    const p = f64x2.promote_low_f32x4(u);
    const q = f64x2.promote_low_f32x4(v128.shuffle<i64>(u, u, 1, 0));
    const r = f64x2.promote_low_f32x4(v);
    const s = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
    a = f64x2.add(a, f64x2.mul(p, p));
    b = f64x2.add(b, f64x2.mul(q, q));
    c = f64x2.add(c, f64x2.mul(r, r));
    d = f64x2.add(d, f64x2.mul(s, s));
  }
  const tree = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.extract_lane(tree, 0) + f64x2.extract_lane(tree, 1);
  for (; x < end; x += 4) {
    const value = <f64>load<f32>(x);
    sum += value * value;
  }
  return sum;
}

function row(x: usize, n: i32): f64 {
  if (n <= BLOCK) return block(x, n);
  const half = ((n + BLOCK - 1) / BLOCK >> 1) * BLOCK;
  return row(x, half) + row(x + (<usize>half << 2), n - half);
}

/** out = Σ x². Blocks of 1,024 elements, combined pairwise: relative error at most about (128 + log₂(n / 1024))·2⁻⁵³. */
export function sumSquares_f32(out: usize, x: usize, n: i32): void {
  store<f64>(out, row(x, n));
}
