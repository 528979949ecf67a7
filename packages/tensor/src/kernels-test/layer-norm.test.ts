import { describe, expect, test } from 'vitest';
import { builds, randomSource } from './arena.testing.ts';
import { torch, worstError } from './nn-fixture.testing.ts';

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

/** Layer norm and its gradients in float64, row by row. */
function naive(x: number[], weight: number[], bias: number[], dy: number[], n: number, eps: number) {
  const rows = x.length / n;
  const result = { y: [] as number[], dx: [] as number[], dWeight: weight.map(() => 0), dBias: bias.map(() => 0) };
  for (let row = 0; row < rows; row++) {
    const xs = x.slice(row * n, (row + 1) * n);
    const gs = dy.slice(row * n, (row + 1) * n);
    const mean = sum(xs) / n;
    const rstd = 1 / Math.sqrt(sum(xs.map((v) => (v - mean) ** 2)) / n + eps);
    const normal = xs.map((v) => (v - mean) * rstd);
    const g = gs.map((v, j) => v * (weight[j] as number));
    const meanG = sum(g) / n;
    const meanGX = sum(g.map((v, j) => v * (normal[j] as number))) / n;
    normal.forEach((v, j) => {
      result.y.push(v * (weight[j] as number) + (bias[j] as number));
      result.dx.push(rstd * ((g[j] as number) - meanG - v * meanGX));
      result.dWeight[j] = (result.dWeight[j] as number) + (gs[j] as number) * v;
      result.dBias[j] = (result.dBias[j] as number) + (gs[j] as number);
    });
  }
  return result;
}

describe.each(builds)('layer norm kernels, %s', (_, arena) => {
  function run(
    x: number[],
    weight: number[] | null,
    bias: number[] | null,
    dy: number[],
    rows: number,
    n: number,
    eps: number,
  ) {
    arena.reset();
    const X = arena.from(Float32Array, x, 1);
    const W = weight ? arena.from(Float32Array, weight, 2).byteOffset : 0;
    const B = bias ? arena.from(Float32Array, bias, 3).byteOffset : 0;
    const dY = arena.from(Float32Array, dy, 1);
    const [y, dx, mean, rstd, dWeight, dBias] = [rows * n, rows * n, rows, rows, n, n].map((size) =>
      arena.empty(Float32Array, size, 1),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
    arena.kernels.layerNorm_f32(y.byteOffset, mean.byteOffset, rstd.byteOffset, X.byteOffset, W, B, rows, n, eps);
    const [from, dFrom, means, scales] = [X, dY, mean, rstd].map((array) => array.byteOffset) as [
      number,
      number,
      number,
      number,
    ];
    arena.kernels.layerNormBackward_f32(dx.byteOffset, dFrom, from, W, means, scales, rows, n);
    // In two parts, as two threads would.
    const cut = Math.min(n, 16);
    for (const [column, columns] of [
      [0, cut],
      [cut, n - cut],
    ] as const) {
      const at = 4 * column;
      arena.kernels.layerNormWeightBackward_f32(
        dWeight.byteOffset + at,
        dBias.byteOffset + at,
        dFrom + at,
        from + at,
        means,
        scales,
        rows,
        n,
        columns,
      );
    }
    expect([y, dx, mean, rstd, dWeight, dBias].every((array) => arena.guarded(array))).toBe(true);
    return { y, dx, dWeight, dBias };
  }

  test('matches torch, value and all gradients', () => {
    const { x, weight, bias, dy, rows, n, eps, ...want } = torch.layerNorm;
    const got = run(x, weight, bias, dy, rows, n, eps);
    for (const key of ['y', 'dx', 'dWeight', 'dBias'] as const)
      expect(worstError(got[key], want[key], 1)).toBeLessThan(1e-6);
  });

  test.each([
    [1, 1],
    [3, 2],
    [2, 5],
    [70, 16],
    [33, 35],
    [9, 128],
    [2, 1031],
  ])('%d × %d agrees with float64', (rows, n) => {
    const next = randomSource(rows + n);
    const draw = (length: number) => [...Float32Array.from({ length }, next)];
    const [x, weight, bias, dy] = [draw(rows * n), draw(n), draw(n), draw(rows * n)] as [
      number[],
      number[],
      number[],
      number[],
    ];
    const want = naive(x, weight, bias, dy, n, 0.01);
    const got = run(x, weight, bias, dy, rows, n, 0.01);
    for (const key of ['y', 'dx', 'dWeight', 'dBias'] as const)
      expect(worstError(got[key], want[key], 2)).toBeLessThan(3e-6);
  });

  test('without weight and bias it is the same as with ones and zeros', () => {
    const next = randomSource(3);
    const x = Array.from({ length: 44 }, next);
    const dy = Array.from({ length: 44 }, next);
    const bare = run(x, null, null, dy, 4, 11, 1e-5);
    const [y, dx] = [[...bare.y], [...bare.dx]];
    const full = run(x, Array(11).fill(1), Array(11).fill(0), dy, 4, 11, 1e-5);
    expect([...full.y]).toEqual(y);
    expect([...full.dx]).toEqual(dx);
  });

  test('a large common offset does not spoil the variance', () => {
    const x = Array.from({ length: 64 }, (_, i) => 4096 + (i % 2 ? 1 : -1));
    const { y } = run(x, null, null, x, 1, 64, 0);
    expect([...y]).toEqual(x.map((v) => v - 4096));
  });

  test('a NaN spoils its own row only', () => {
    const { y } = run([1, NaN, 3, 1, 2, 3], null, null, [1, 1, 1, 1, 1, 1], 2, 3, 1e-5);
    expect([...y].map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });
});
