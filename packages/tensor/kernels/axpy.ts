// In-place vector updates: y += α·x and x *= α. The tail is computed in a vector of its own, so that a fused
// multiply–add rounds the last elements like all the others.
import { madd2, madd4 } from './vector';
import { loadPart, storePart } from './partial';

/** y += alpha·x. */
export function axpy_f32(y: usize, x: usize, alpha: f32, n: i32): void {
  const a = f32x4.splat(alpha);
  const end = y + (<usize>n << 2);
  for (; y + 32 <= end; y += 32, x += 32) {
    v128.store(y, madd4(a, v128.load(x), v128.load(y)));
    v128.store(y, madd4(a, v128.load(x, 16), v128.load(y, 16)), 16);
  }
  for (; y + 16 <= end; y += 16, x += 16) v128.store(y, madd4(a, v128.load(x), v128.load(y)));
  if (y < end) {
    const rest = <i32>((end - y) >> 2);
    storePart<f32>(y, madd4(a, loadPart<f32>(x, rest), loadPart<f32>(y, rest)), rest);
  }
}

/** y += alpha·x. */
export function axpy_f64(y: usize, x: usize, alpha: f64, n: i32): void {
  const a = f64x2.splat(alpha);
  const end = y + (<usize>n << 3);
  for (; y + 16 <= end; y += 16, x += 16) v128.store(y, madd2(a, v128.load(x), v128.load(y)));
  if (y < end) storePart<f64>(y, madd2(a, loadPart<f64>(x, 1), loadPart<f64>(y, 1)), 1);
}

/** x *= alpha. */
export function scale_f32(x: usize, alpha: f32, n: i32): void {
  const a = f32x4.splat(alpha);
  const end = x + (<usize>n << 2);
  for (; x + 32 <= end; x += 32) {
    v128.store(x, f32x4.mul(a, v128.load(x)));
    v128.store(x, f32x4.mul(a, v128.load(x, 16)), 16);
  }
  for (; x < end; x += 4) store<f32>(x, alpha * load<f32>(x));
}

/** x *= alpha. */
export function scale_f64(x: usize, alpha: f64, n: i32): void {
  const a = f64x2.splat(alpha);
  const end = x + (<usize>n << 3);
  for (; x + 16 <= end; x += 16) v128.store(x, f64x2.mul(a, v128.load(x)));
  for (; x < end; x += 8) store<f64>(x, alpha * load<f64>(x));
}
