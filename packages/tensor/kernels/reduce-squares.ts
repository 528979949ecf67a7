// Σ x² in float64, for gradient norms: squares of floats are exact doubles, so only the additions round.
import { enterPieces, nextPiece, operand } from './pieces';

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

/**
 * out[i] = Σ x² of block i of 1,024 elements, for `count` blocks from block `from` of all tensors in a table (pieces.ts) of one
 * operand: relative error at most about 128·2⁻⁵³ each. What they add up to is for the caller, in an order that no cut changes.
 */
export function sumSquares_f32(out: usize, table: usize, from: i32, count: i32): void {
  out += <usize>from << 3;
  enterPieces(table, from, count);
  for (let n = nextPiece(1, BLOCK); n > 0; n = nextPiece(1, BLOCK)) {
    for (let x = operand<f32>(0); n > 0; n -= BLOCK, x += BLOCK << 2, out += 8) store<f64>(out, block(x, min(n, BLOCK)));
  }
}
