import { describe, expect, test } from 'vitest';
import { builds, randomSource } from './arena.testing.ts';

describe.each(builds)('%s: in-place updates', (_, arena) => {
  const random = randomSource(3);
  test.each([0, 1, 2, 3, 4, 5, 7, 8, 17, 1000, 4097])('y += αx and x *= α on %i elements', (n) => {
    arena.reset();
    const values = Array.from({ length: n }, () => random());
    const x32 = arena.from(Float32Array, values, 1);
    const y32 = arena.from(Float32Array, [...values].reverse(), 3);
    const x64 = arena.from(Float64Array, values, 1);
    const y64 = arena.from(Float64Array, [...values].reverse(), 3);
    const alpha = Math.fround(0.3);
    const exact32 = Array.from(x32, (x, i) => alpha * x + y32[i]!);
    const exact64 = Array.from(x64, (x, i) => alpha * x + y64[i]!);
    arena.kernels.axpy_f32(y32.byteOffset, x32.byteOffset, alpha, n);
    arena.kernels.axpy_f64(y64.byteOffset, x64.byteOffset, alpha, n);
    // One product and one sum of numbers below 1.3: at most one rounding each.
    for (let i = 0; i < n; i++) expect(Math.abs(y32[i]! - exact32[i]!)).toBeLessThanOrEqual(2 ** -23);
    for (let i = 0; i < n; i++) expect(Math.abs(y64[i]! - exact64[i]!)).toBeLessThanOrEqual(2 ** -52);

    arena.kernels.scale_f32(x32.byteOffset, alpha, n);
    arena.kernels.scale_f64(x64.byteOffset, alpha, n);
    expect(x32).toEqual(Float32Array.from(values, (x) => Math.fround(x) * alpha));
    expect(x64).toEqual(Float64Array.from(values, (x) => x * alpha));
    for (const array of [x32, y32, x64, y64]) expect(arena.guarded(array)).toBe(true);
  });

  test('an element keeps its bits wherever it stands in the row', () => {
    arena.reset();
    const x = arena.from(
      Float32Array,
      Array.from({ length: 19 }, () => 1 / 3),
    );
    const y = arena.from(
      Float32Array,
      Array.from({ length: 19 }, () => 1 / 7),
    );
    arena.kernels.axpy_f32(y.byteOffset, x.byteOffset, 1 / 11, 19);
    expect(new Set(y).size).toBe(1);
  });
});
