// What the machine could do: twelve independent chains of multiply-adds and no memory traffic. Benchmarks divide by
// it. In the plain build a product and its sum are two instructions of one chain, and a good gemm comes within a few
// per cent either way.

import { madd4, sum4 } from './vector';

/** 96 floating-point operations per iteration: 12 vectors × 4 lanes × multiply and add. The result needs them all. */
export function roof_f32(iterations: i32): f32 {
  // Not a literal: the compiler would load a constant anew for every use, which costs more than the arithmetic.
  const x = f32x4.splat(1 / <f32>iterations);
  let s0 = f32x4.splat(0), s1 = f32x4.splat(1), s2 = f32x4.splat(2), s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4), s5 = f32x4.splat(5), s6 = f32x4.splat(6), s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8), s9 = f32x4.splat(9), sA = f32x4.splat(10), sB = f32x4.splat(11);
  for (; iterations > 0; --iterations) {
    s0 = madd4(s0, x, x);
    s1 = madd4(s1, x, x);
    s2 = madd4(s2, x, x);
    s3 = madd4(s3, x, x);
    s4 = madd4(s4, x, x);
    s5 = madd4(s5, x, x);
    s6 = madd4(s6, x, x);
    s7 = madd4(s7, x, x);
    s8 = madd4(s8, x, x);
    s9 = madd4(s9, x, x);
    sA = madd4(sA, x, x);
    sB = madd4(sB, x, x);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const high = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(sA, sB));
  return sum4(f32x4.add(low, high));
}
