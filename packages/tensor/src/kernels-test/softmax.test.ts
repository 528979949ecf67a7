import { describe, expect, test } from 'vitest';
import { builds, randomSource, sameValues } from './arena.testing.ts';
import { worstError } from './nn-fixture.testing.ts';

const sizes: [number, number][] = [
  [1, 1],
  [3, 3],
  [2, 4],
  [5, 17],
  [2, 65],
  [1, 1000],
  [2, 4099],
];

function logSumExp(row: number[]): number {
  const max = Math.max(...row);
  return max + Math.log(row.reduce((sum, x) => sum + Math.exp(x - max), 0));
}

/** Applies f to each row of n. */
function byRow(values: number[], n: number, f: (row: number[], index: number) => number[]): number[] {
  return Array.from({ length: values.length / n }, (_, i) => f(values.slice(i * n, (i + 1) * n), i)).flat();
}

describe.each(builds)('softmax kernels, %s', (_, arena) => {
  test.each(sizes)('%d × %d agree with float64, forward and backward', (rows, n) => {
    arena.reset();
    const next = randomSource(rows * n);
    const x = arena.from(
      Float32Array,
      Array.from({ length: rows * n }, () => 6 * next()),
      1,
    );
    const dy = arena.from(Float32Array, Array.from({ length: rows * n }, next), 3);
    const out = arena.empty(Float32Array, rows * n, 1);
    const dx = arena.empty(Float32Array, rows * n, 2);
    const { softmax_f32, softmaxBackward_f32, logSoftmax_f32, logSoftmaxBackward_f32 } = arena.kernels;

    softmax_f32(out.byteOffset, x.byteOffset, rows, n);
    const p = byRow([...x], n, (row) => row.map((v) => Math.exp(v - logSumExp(row))));
    expect(worstError(out, p, 0)).toBeLessThan(1e-6);
    softmaxBackward_f32(dx.byteOffset, out.byteOffset, dy.byteOffset, rows, n);
    const gradient = byRow(p, n, (row, i) => {
      const g = [...dy.subarray(i * n, (i + 1) * n)];
      const dot = row.reduce((sum, y, j) => sum + y * (g[j] as number), 0);
      return row.map((y, j) => y * ((g[j] as number) - dot));
    });
    expect(worstError(dx, gradient, Math.max(...p))).toBeLessThan(1e-6);

    logSoftmax_f32(out.byteOffset, x.byteOffset, rows, n);
    expect(
      worstError(
        out,
        byRow([...x], n, (row) => row.map((v) => v - logSumExp(row))),
        1,
      ),
    ).toBeLessThan(5e-7);
    logSoftmaxBackward_f32(dx.byteOffset, out.byteOffset, dy.byteOffset, rows, n);
    const logGradient = byRow(p, n, (row, i) => {
      const g = [...dy.subarray(i * n, (i + 1) * n)];
      const total = g.reduce((a, b) => a + b, 0);
      return row.map((y, j) => (g[j] as number) - y * total);
    });
    expect(worstError(dx, logGradient, 1)).toBeLessThan(2e-6);
    expect(arena.guarded(out) && arena.guarded(dx)).toBe(true);
  });

  test('adding a power of two to every logit changes no bit', () => {
    arena.reset();
    const next = randomSource(5);
    const x = arena.from(
      Float32Array,
      Array.from({ length: 35 }, () => Math.round(64 * next()) / 16),
    );
    const a = arena.empty(Float32Array, 35);
    const b = arena.empty(Float32Array, 35);
    arena.kernels.softmax_f32(a.byteOffset, x.byteOffset, 5, 7);
    x.set(x.map((v) => v + 16384));
    arena.kernels.softmax_f32(b.byteOffset, x.byteOffset, 5, 7);
    expect(sameValues(a, b)).toBe(true);
  });

  test('equal logits get equal bits wherever they stand', () => {
    arena.reset();
    const x = arena.from(
      Float32Array,
      Array.from({ length: 23 }, () => 0.3),
    );
    arena.kernels.softmax_f32(x.byteOffset, x.byteOffset, 1, 23);
    expect(new Set(x).size).toBe(1);
  });

  test.each([
    [
      [1e4, -1e4, 1e4],
      [0.5, 0, 0.5],
    ],
    [[-Infinity, 0, -Infinity, 0, 0], [0, 1 / 3, 0, 1 / 3, 1 / 3].map(Math.fround)],
    [
      [-Infinity, -Infinity],
      [NaN, NaN],
    ],
    [
      [NaN, 0, 1],
      [NaN, NaN, NaN],
    ],
  ])('softmax(%j) = %j', (input, expected) => {
    arena.reset();
    const x = arena.from(Float32Array, input);
    arena.kernels.softmax_f32(x.byteOffset, x.byteOffset, 1, input.length);
    expect([...x]).toEqual(expected);
  });

  test('logSoftmax of far logits is exact where exp underflows', () => {
    arena.reset();
    const x = arena.from(Float32Array, [0, -1000, -Infinity]);
    arena.kernels.logSoftmax_f32(x.byteOffset, x.byteOffset, 1, 3);
    expect([...x]).toEqual([0, -1000, -Infinity]);
  });
});
