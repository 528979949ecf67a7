import { expNonPositive4 } from './exp';
import { Identity, mapRow, maxRow, Product, sumRow } from './row';

// Softmax over the rows of a contiguous [rows, n] block. The row's maximum is taken off before exp, so nothing overflows:
// three passes, of which the second and third find the row in cache. Probabilities below e^-87.7 of the largest
// are 0. A row of -Inf alone has no maximum to take off and is NaN, as in torch; so is a row that holds NaN or +Inf.

/** e^{x - max}, stored and summed. */
// @ts-ignore: decorator
@unmanaged @final
class StoredExp {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, max: v128): v128 { return expNonPositive4(f32x4.sub(x, max)); }
  // @ts-ignore: decorator
  @inline stores(): bool { return true; }
}

/** e^{x - max}, summed. */
// @ts-ignore: decorator
@unmanaged @final
export class ShiftedExp {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, max: v128): v128 { return expNonPositive4(f32x4.sub(x, max)); }
  // @ts-ignore: decorator
  @inline stores(): bool { return false; }
}

// @ts-ignore: decorator
@unmanaged @final
class Divide {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, c: v128, _d: v128): v128 { return f32x4.div(x, c); }
}

/** (x - max) - ln Σ e^{x - max}: in this order the difference loses nothing when all x are large. */
// @ts-ignore: decorator
@unmanaged @final
class SubtractTwice {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, c: v128, d: v128): v128 { return f32x4.sub(f32x4.sub(x, c), d); }
}

/** y ⊙ (dy - Σ y·dy) */
// @ts-ignore: decorator
@unmanaged @final
class SoftmaxGradient {
  // @ts-ignore: decorator
  @inline v(y: v128, dy: v128, c: v128, _d: v128): v128 { return f32x4.mul(y, f32x4.sub(dy, c)); }
}

/** dy - e^y·Σ dy */
// @ts-ignore: decorator
@unmanaged @final
class LogSoftmaxGradient {
  // @ts-ignore: decorator
  @inline v(y: v128, dy: v128, c: v128, _d: v128): v128 { return f32x4.sub(dy, f32x4.mul(expNonPositive4(y), c)); }
}

/** y = e^{x - max} / Σ e^{x - max} per row; out may equal x. */
export function softmax_f32(out: usize, x: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  for (; rows > 0; rows--, out += bytes, x += bytes) {
    const total = sumRow<StoredExp>(out, x, x, n, f32x4.splat(maxRow(x, n)));
    const c = f32x4.splat(<f32>total);
    mapRow<Divide>(out, out, out, n, c, c);
  }
}

/** y = x - max - ln Σ e^{x - max} per row; out may equal x. */
export function logSoftmax_f32(out: usize, x: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  for (; rows > 0; rows--, out += bytes, x += bytes) {
    const max = f32x4.splat(maxRow(x, n));
    const total = sumRow<ShiftedExp>(0, x, x, n, max);
    mapRow<SubtractTwice>(out, x, x, n, max, f32x4.splat(<f32>NativeMath.log(total)));
  }
}

/** dx = y ⊙ (dy - Σ y·dy) per row, from the softmax's own result y; dx may equal dy. */
export function softmaxBackward_f32(dx: usize, y: usize, dy: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  for (; rows > 0; rows--, dx += bytes, y += bytes, dy += bytes) {
    const c = f32x4.splat(<f32>sumRow<Product>(0, y, dy, n, f32x4.splat(0)));
    mapRow<SoftmaxGradient>(dx, y, dy, n, c, c);
  }
}

/** dx = dy - e^y·Σ dy per row, from the log-softmax's own result y; dx may equal dy. */
export function logSoftmaxBackward_f32(dx: usize, y: usize, dy: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  for (; rows > 0; rows--, dx += bytes, y += bytes, dy += bytes) {
    const c = f32x4.splat(<f32>sumRow<Identity>(0, dy, dy, n, f32x4.splat(0)));
    mapRow<LogSoftmaxGradient>(dx, y, dy, n, c, c);
  }
}
