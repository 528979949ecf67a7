import { describe, expect, test } from 'vitest';
import { builds } from './arena.testing.ts';
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
    arena.kernels[`gelu${form}_f32`](y.byteOffset, x.byteOffset, n);
    arena.kernels[`gelu${form}Backward_f32`](dx.byteOffset, dy.byteOffset, x.byteOffset, n);
    expect(worstError(y, want.y, 1)).toBeLessThan(2e-7);
    expect(worstError(dx, want.dx, 1)).toBeLessThan(4e-7);
    expect(arena.guarded(y) && arena.guarded(dx)).toBe(true);
  });

  test('the tanh form keeps relative accuracy far into the negative tail', () => {
    arena.reset();
    const points = Array.from({ length: 801 }, (_, i) => -7 + i / 80);
    const x = arena.from(Float32Array, points);
    const y = arena.empty(Float32Array, points.length);
    arena.kernels.geluTanh_f32(y.byteOffset, x.byteOffset, points.length);
    expect(worstError(y, [...x].map(naiveTanh), 0)).toBeLessThan(8e-6);
  });

  test('limits: gradients are 0 and 1 far out, NaN propagates', () => {
    arena.reset();
    const x = arena.from(Float32Array, [-Infinity, -50, 50, Infinity, NaN, 0, -0]);
    const dy = arena.from(Float32Array, [1, 1, 1, 1, 1, 1, 1]);
    const out = arena.empty(Float32Array, 7);
    const { geluTanh_f32, geluErf_f32, geluTanhBackward_f32, geluErfBackward_f32 } = arena.kernels;
    for (const forward of [geluTanh_f32, geluErf_f32]) {
      forward(out.byteOffset, x.byteOffset, 7);
      expect([...out]).toEqual([NaN, -0, 50, Infinity, NaN, 0, -0]);
    }
    for (const backward of [geluTanhBackward_f32, geluErfBackward_f32]) {
      backward(out.byteOffset, dy.byteOffset, x.byteOffset, 7);
      expect([...out].map((v) => (Math.abs(v) < 1e-34 ? 0 : v))).toEqual([0, 0, 1, 1, NaN, 0.5, 0.5]);
    }
  });

  test.each(['geluTanh_f32', 'geluErf_f32'] as const)(
    '%s gives one value the same bits in a vector and in a tail',
    (name) => {
      arena.reset();
      const x = arena.from(Float32Array, new Float32Array(7).fill(-0.7));
      arena.kernels[name](x.byteOffset, x.byteOffset, 7);
      expect(new Set(x).size).toBe(1);
    },
  );
});
