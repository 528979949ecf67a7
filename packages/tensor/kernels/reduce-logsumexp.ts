// log Σ e^x of each row = m + log Σ e^(x - m) with m the row's maximum, so that nothing overflows. The sum runs in
// blocks of 256 elements combined pairwise, four vector accumulators in a block.
import { exp4 } from './exp';
import { log1 } from './log';
import { loadPart } from './partial';
import { Max, row } from './reduce';
import { sum4 } from './vector';

const BLOCK: i32 = 256;

function block(x: usize, n: i32, shift: f32): f32 {
  const m = f32x4.splat(shift);
  let even = f32x4.splat(0);
  let odd = even;
  let i = n;
  for (; i >= 8; i -= 8, x += 32) {
    even = f32x4.add(even, exp4(f32x4.sub(v128.load(x), m)));
    odd = f32x4.add(odd, exp4(f32x4.sub(v128.load(x, 16), m)));
  }
  // The last one to seven elements; lanes without an element add nothing.
  for (; i > 0; i -= 4, x += 16) {
    const e = exp4(f32x4.sub(i >= 4 ? v128.load(x) : loadPart<f32>(x, i), m));
    even = f32x4.add(even, i >= 4 ? e : v128.and(e, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(i))));
  }
  return sum4(f32x4.add(even, odd));
}

function expSum(x: usize, n: i32, shift: f32): f32 {
  if (n <= BLOCK) return block(x, n, shift);
  const half = ((n + BLOCK - 1) / BLOCK >> 1) * BLOCK;
  return expSum(x, half, shift) + expSum(x + (<usize>half << 2), n - half, shift);
}

/**
 * out[i] = log Σ_j e^x[i, j].
 *
 * @special an empty row or one of only -Inf → -Inf; +Inf → +Inf; NaN → NaN
 */
export function logsumexp_f32(out: usize, x: usize, rows: i32, n: i32): void {
  for (; rows > 0; rows--, out += 4, x += <usize>n << 2) {
    const m = row<f32, Max<f32>>(x, n);
    store<f32>(out, isFinite(m) ? m + log1(expSum(x, n, m)) : m);
  }
}
