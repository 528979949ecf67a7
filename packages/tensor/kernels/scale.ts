// x *= α in place, for `count` blocks of 16 elements from block `from` of all tensors in a table (pieces.ts) of one operand.
import { enterPieces, nextPiece, operand } from './pieces';

export function scale_f32(table: usize, from: i32, count: i32, alpha: f32): void {
  scalePieces<f32>(table, from, count, alpha);
}

export function scale_f64(table: usize, from: i32, count: i32, alpha: f64): void {
  scalePieces<f64>(table, from, count, alpha);
}

// @ts-ignore: decorator
@inline
function scalePieces<T>(table: usize, from: i32, count: i32, alpha: T): void {
  const a = v128.splat<T>(alpha);
  enterPieces(table, from, count);
  for (let n = nextPiece(1, 16); n > 0; n = nextPiece(1, 16)) {
    let x = operand<T>(0);
    const end = x + <usize>n * sizeof<T>();
    for (; x + 16 <= end; x += 16) v128.store(x, v128.mul<T>(a, v128.load(x)));
    for (; x < end; x += sizeof<T>()) store<T>(x, <T>(alpha * load<T>(x)));
  }
}
