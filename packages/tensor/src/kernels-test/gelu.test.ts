import { describe, expect, test } from 'vitest';
import { builds, sameValues } from './arena.testing.ts';
import { torch, worstError } from './nn-fixture.testing.ts';

/** x·σ(2√(2/π)(x + 0.044715x³)), the tanh form without its cancellation. */
function naiveTanh(x: number): number {
  return x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

describe.each(builds)('gelu kernels, %s', (_, arena) => {
  test.each(['Tanh', 'Erf'] as const)('%s form matches torch, value and gradient', (form) => {
    arena.reset();
    const want = torch[`gelu${form}`];
    const n = want.x.length;
    const x = arena.from(Float32Array, want.x, 1);
    const dy = arena.from(Float32Array, want.dy, 2);
    const y = arena.empty(Float32Array, n, 3);
    const dx = arena.empty(Float32Array, n);
    arena.kernels[`gelu${form}_f32`](y.byteOffset, 0, 0, x.byteOffset, n);
    arena.kernels[`gelu${form}_f32`](0, dx.byteOffset, dy.byteOffset, x.byteOffset, n);
    expect(worstError(y, want.y, 1)).toBeLessThan(2e-7);
    expect(worstError(dx, want.dx, 1)).toBeLessThan(4e-7);
    expect(arena.guarded(y) && arena.guarded(dx)).toBe(true);
  });

  test('the tanh form keeps relative accuracy far into the negative tail', () => {
    arena.reset();
    const points = Array.from({ length: 801 }, (_, i) => -7 + i / 80);
    const x = arena.from(Float32Array, points);
    const y = arena.empty(Float32Array, points.length);
    arena.kernels.geluTanh_f32(y.byteOffset, 0, 0, x.byteOffset, points.length);
    expect(worstError(y, [...x].map(naiveTanh), 0)).toBeLessThan(8e-6);
  });

  test('limits: gradients are 0 and 1 far out, NaN propagates', () => {
    arena.reset();
    const x = arena.from(Float32Array, [-Infinity, -50, 50, Infinity, NaN, 0, -0]);
    const dy = arena.from(Float32Array, [1, 1, 1, 1, 1, 1, 1]);
    const out = arena.empty(Float32Array, 7);
    const { geluTanh_f32, geluErf_f32 } = arena.kernels;
    for (const kernel of [geluTanh_f32, geluErf_f32]) {
      kernel(out.byteOffset, 0, 0, x.byteOffset, 7);
      expect([...out]).toEqual([NaN, -0, 50, Infinity, NaN, 0, -0]);
      kernel(0, out.byteOffset, dy.byteOffset, x.byteOffset, 7);
      expect([...out].map((v) => (Math.abs(v) < 1e-34 ? 0 : v))).toEqual([0, 0, 1, 1, NaN, 0.5, 0.5]);
    }
  });

  test.each(['geluTanh_f32', 'geluErf_f32'] as const)('%s: value and slope together are those made apart', (name) => {
    arena.reset();
    const n = 4 * 401 + 3;
    const x = arena.from(
      Float32Array,
      Float32Array.from({ length: n }, (_, i) => (i - n / 2) / 60),
    );
    const ones = arena.from(Float32Array, new Float32Array(n).fill(1));
    const [y, slope] = [arena.empty(Float32Array, n, 1), arena.empty(Float32Array, n, 2)];
    arena.kernels[name](y.byteOffset, 0, 0, x.byteOffset, n);
    arena.kernels[name](0, slope.byteOffset, ones.byteOffset, x.byteOffset, n);
    const both = arena.empty(Float32Array, n, 3);
    arena.kernels[name](x.byteOffset, both.byteOffset, 0, x.byteOffset, n);
    expect(sameValues(x, y) && sameValues(both, slope)).toBe(true);
    expect(arena.guarded(both) && arena.guarded(slope)).toBe(true);
  });

  test('the tanh form is smooth where it becomes flat', () => {
    arena.reset();
    const points = Array.from({ length: 2001 }, (_, i) => (i < 1000 ? -10.5 + i / 1000 : 9.5 + (i - 1000) / 1000));
    const x = arena.from(Float32Array, points);
    const [y, slope] = [arena.empty(Float32Array, points.length), arena.empty(Float32Array, points.length)];
    arena.kernels.geluTanh_f32(y.byteOffset, slope.byteOffset, 0, x.byteOffset, points.length);
    for (const [i, v] of x.entries()) {
      expect(Math.abs(y[i] - Math.max(v, 0))).toBeLessThan(1e-30);
      expect(Math.abs(slope[i] - (v < 0 ? 0 : 1))).toBeLessThan(1e-30);
    }
  });

  test.each(['geluTanh_f32', 'geluErf_f32'] as const)(
    '%s gives one value the same bits in a vector and in a tail',
    (name) => {
      arena.reset();
      const x = arena.from(Float32Array, new Float32Array(7).fill(-0.7));
      const slope = arena.empty(Float32Array, 7);
      arena.kernels[name](x.byteOffset, slope.byteOffset, 0, x.byteOffset, 7);
      expect(new Set(x).size).toBe(1);
      expect(new Set(slope).size).toBe(1);
    },
  );
});
