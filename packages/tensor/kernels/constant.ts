// Constants of polynomials live in memory and are broadcast where they are used, one instruction each. V8 builds a
// splatted literal anew at every use in three: exp4 took 2.15 ns per float with literals and 1.32 with a table.
// A table is `const P = memory.data<f32>([…])`, its address a compile-time constant.

/** Element i of a table of 32-bit values, in four lanes. */
// @ts-ignore: decorator
@inline
export function constant4(table: usize, i: usize = 0): v128 {
  return v128.load32_splat(table + 4 * i);
}

/** Element i of a table of 64-bit values, in two lanes. */
// @ts-ignore: decorator
@inline
export function constant2(table: usize, i: usize = 0): v128 {
  return v128.load64_splat(table + 8 * i);
}
