import { describe, expect, test } from 'vitest';
import { builds, randomSource } from './arena.testing.ts';

const sizes = [1, 3, 4, 5, 7, 8, 9, 17, 256, 257, 1000, 4097];

describe.each(builds)('%s: logsumexp', (_, arena) => {
  test.each(sizes)('logsumexp of rows of %i', (n) => {
    arena.reset();
    const random = randomSource(67);
    for (const scale of [1, 30, 1e4]) {
      const x = arena.from(
        Float32Array,
        Array.from({ length: 3 * n }, () => random() * scale),
        1,
      );
      const out = arena.empty(Float32Array, 3, 1);
      arena.kernels.logsumexp_f32(out.byteOffset, x.byteOffset, 3, n);
      for (let r = 0; r < 3; r++) {
        const row = Array.from(x.subarray(r * n, (r + 1) * n));
        const m = Math.max(...row);
        const exact = m + Math.log(row.reduce((sum, value) => sum + Math.exp(value - m), 0));
        // The sum carries some 20 roundings of relative size 2⁻²⁴, which log turns into absolute ones; m + log rounds once.
        expect(Math.abs(out[r]! - exact)).toBeLessThanOrEqual(20 * 2 ** -24 + Math.abs(exact) * 2 ** -23);
      }
      expect(arena.guarded(out)).toBe(true);
    }
  });

  test('logsumexp at infinities, NaN and nothing', () => {
    arena.reset();
    const rows = [
      [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
      [1, 2, Infinity, 3, -Infinity],
      [1, NaN, 2, 3, 4],
      [-Infinity, 5, -Infinity, -Infinity, -Infinity],
      [NaN, Infinity, 0, 0, 0],
    ];
    const x = arena.from(Float32Array, rows.flat());
    const out = arena.empty(Float32Array, rows.length);
    arena.kernels.logsumexp_f32(out.byteOffset, x.byteOffset, rows.length, 5);
    expect(Array.from(out)).toEqual([-Infinity, Infinity, NaN, 5, NaN]);
    arena.kernels.logsumexp_f32(out.byteOffset, x.byteOffset, 2, 0);
    expect(Array.from(out.subarray(0, 2))).toEqual([-Infinity, -Infinity]);
  });
});
