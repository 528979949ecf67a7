import { describe, expect, test } from 'vitest';
import { builds, randomSource, ulpError } from './arena.testing.ts';

/** C99 and NumPy: Math.pow but for 1^NaN, 1^±Inf and (-1)^±Inf, which are 1. */
function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

describe.each(builds)('%s: pow_f32', (_, arena) => {
  test('is within 0.51 ulp of float64 over the whole range', () => {
    arena.reset();
    const random = randomSource(43);
    const n = 200_003;
    const bases = Array.from({ length: n }, () => Math.exp(random() * 88));
    const a = arena.from(Float32Array, bases, 1);
    // Exponents that keep the result between the smallest denormal and overflow, and now and then past both.
    const b = arena.from(
      Float32Array,
      Array.from(a, (base) => (random() * 105) / Math.log(base)),
      3,
    );
    const out = arena.empty(Float32Array, n);
    arena.kernels.pow_f32(out.byteOffset, a.byteOffset, b.byteOffset, n);
    let worst = 0;
    for (let i = 0; i < n; i++) worst = Math.max(worst, ulpError(out[i]!, a[i]! ** b[i]!));
    expect(worst).toBeLessThanOrEqual(0.51);
  });

  test('special cases are C99’s, with the sign of zeros', () => {
    arena.reset();
    const values = [
      0,
      -0,
      1,
      -1,
      2,
      -2,
      3,
      -3,
      0.5,
      -0.5,
      1 / 3,
      Infinity,
      -Infinity,
      NaN,
      1e-40,
      -1e-40,
      1e30,
      -1e30,
      16777217,
      16777216,
      1e-45,
      2.5,
    ].map(Math.fround);
    const pairs = values.flatMap((a) => values.map((b) => [a, b] as const));
    for (const offset of [0, 1, 2, 3]) {
      const a = arena.from(
        Float32Array,
        pairs.map(([x]) => x),
        offset,
      );
      const b = arena.from(
        Float32Array,
        pairs.map(([, y]) => y),
        offset,
      );
      const out = arena.empty(Float32Array, pairs.length, 3);
      arena.kernels.pow_f32(out.byteOffset, a.byteOffset, b.byteOffset, pairs.length);
      pairs.forEach(([x, y], i) => {
        const exact = power(x, y);
        const label = `${x} ^ ${y} = ${out[i]}, exactly ${exact}`;
        expect(ulpError(out[i]!, exact), label).toBeLessThanOrEqual(0.51);
        if (out[i] === 0) expect(Object.is(out[i], Math.fround(exact)), label).toBe(true);
      });
      expect(arena.guarded(out)).toBe(true);
    }
  });

  test.each([0, 1, 2, 3, 5, 17])('writes %i elements and no more', (n) => {
    arena.reset();
    const a = arena.from(
      Float32Array,
      Array.from({ length: n }, (_, i) => i - 2),
      1,
    );
    const b = arena.from(Float32Array, new Array(n).fill(3), 1);
    const out = arena.empty(Float32Array, n, 1);
    arena.kernels.pow_f32(out.byteOffset, a.byteOffset, b.byteOffset, n);
    expect(Array.from(out)).toEqual(Array.from(a, (x) => x ** 3));
    expect(arena.guarded(out)).toBe(true);
  });
});
