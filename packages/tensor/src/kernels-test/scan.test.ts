import { describe, expect, test } from 'vitest';
import { builds, randomSource, sameValues } from './arena.testing.ts';

const shapes: [number, number, number][] = [
  [1, 0, 1],
  [1, 1, 1],
  [3, 5, 1],
  [2, 1000, 1],
  [1, 4097, 1],
  [2, 7, 2],
  [2, 9, 3],
  [3, 4, 4],
  [2, 17, 5],
  [1, 65, 37],
];

describe.each(builds)('%s: cumsum', (_, arena) => {
  test.each(shapes)('of [%i, %i, %i] adds in order, float32 in double precision', (outer, n, inner) => {
    arena.reset();
    const random = randomSource(61);
    const values = Array.from({ length: outer * n * inner }, random);
    const x32 = arena.from(Float32Array, values, 1);
    const x64 = arena.from(Float64Array, values, 1);
    const out32 = arena.empty(Float32Array, values.length, 3);
    const out64 = arena.empty(Float64Array, values.length, 1);
    arena.kernels.cumsum_f32(out32.byteOffset, x32.byteOffset, outer, n, inner, inner);
    arena.kernels.cumsum_f64(out64.byteOffset, x64.byteOffset, outer, n, inner, inner);
    const exact32 = Float64Array.from(x32);
    const exact64 = Float64Array.from(x64);
    for (let i = 0; i < values.length; i++) {
      if (Math.floor(i / inner) % n > 0) {
        exact32[i]! += exact32[i - inner]!;
        exact64[i]! += exact64[i - inner]!;
      }
    }
    expect(sameValues(out32, Float32Array.from(exact32))).toBe(true);
    expect(sameValues(out64, exact64)).toBe(true);
    for (const out of [out32, out64]) expect(arena.guarded(out)).toBe(true);
  });
});
