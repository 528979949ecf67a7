// The two loops of an elementwise function of one contiguous operand; out may be x itself. An operation is a class with
// a method v on vectors; the incomplete last vector goes through the same v.
import { loadPart, storePart } from './partial';

/** For a few instructions per vector: the loop itself would dominate, so it is unrolled. */
// @ts-ignore: decorator
@inline
export function mapCheap<T, Op>(out: usize, x: usize, n: i32): void {
  const op = changetype<Op>(0);
  const end = out + (<usize>n << alignof<T>());
  for (; out + 64 <= end; out += 64, x += 64) {
    v128.store(out, op.v(v128.load(x)));
    v128.store(out, op.v(v128.load(x, 16)), 16);
    v128.store(out, op.v(v128.load(x, 32)), 32);
    v128.store(out, op.v(v128.load(x, 48)), 48);
  }
  for (; out + 16 <= end; out += 16, x += 16) v128.store(out, op.v(v128.load(x)));
  if (out < end) {
    const rest = <i32>((end - out) >> alignof<T>());
    storePart<T>(out, op.v(loadPart<T>(x, rest)), rest);
  }
}

/** For polynomials: the body appears once in the binary, the tail is the last turn of the loop. */
// @ts-ignore: decorator
@inline
export function map<T, Op>(out: usize, x: usize, n: i32): void {
  const op = changetype<Op>(0);
  const lanes = 16 / <i32>sizeof<T>();
  for (; n > 0; n -= lanes, out += 16, x += 16) {
    const whole = n >= lanes;
    const y = op.v(whole ? v128.load(x) : loadPart<T>(x, n));
    if (whole) v128.store(out, y);
    else storePart<T>(out, y, n);
  }
}
