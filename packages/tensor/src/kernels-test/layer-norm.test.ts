import { describe, expect, test } from 'vitest';
import { builds, randomSource, sameValues } from './arena.testing.ts';
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

interface Operands {
  readonly x: number[];
  readonly weight: number[];
  readonly bias: number[];
  readonly dy: number[];
  /** Added to x, and a gradient that comes back along the sum. */
  readonly r?: number[];
  readonly ds?: number[];
  readonly rows: number;
  readonly n: number;
  readonly eps: number;
}

describe.each(builds)('layer norm kernels, %s', (_, arena) => {
  /** Forward and backward, both in parts as two threads would take them. */
  function run({ x, weight, bias, dy, r, ds, rows, n, eps }: Operands, cut = Math.min(rows, 32)) {
    arena.reset();
    const from = (values: number[] | undefined, offset: number) =>
      values === undefined ? 0 : arena.from(Float32Array, values, offset).byteOffset;
    const [X, R, dY, dS, W, B] = [from(x, 1), from(r, 2), from(dy, 1), from(ds, 3), from(weight, 2), from(bias, 3)];
    const sizes = { y: rows * n, dx: rows * n, sum: rows * n, mean: rows, rstd: rows, dWeight: n, dBias: n };
    const made = Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [name, arena.empty(Float32Array, size, 1)]),
    ) as Record<keyof typeof sizes, Float32Array>;
    const [y, dx, sum, mean, rstd] = [made.y, made.dx, made.sum, made.mean, made.rstd].map((a) => a.byteOffset) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const runs = arena.empty(Float32Array, Math.ceil(rows / 32) * 2 * n, 1);
    for (const [row, count] of [
      [0, cut],
      [cut, rows - cut],
    ] as const) {
      const [cells, cell] = [4 * row * n, 4 * row];
      const at = (address: number) => (address === 0 ? 0 : address + cells);
      const statistics = [mean + cell, rstd + cell] as const;
      arena.kernels.layerNorm_f32(y + cells, ...statistics, sum + cells, X + cells, at(R), W, B, count, n, eps);
      const s = (R === 0 ? X : sum) + cells;
      const partial = runs.byteOffset + cells / 16;
      arena.kernels.layerNormBackward_f32(dx + cells, partial, dY + cells, at(dS), s, W, ...statistics, count, n);
    }
    const { dWeight, dBias } = made;
    arena.kernels.layerNormTotals_f32(dWeight.byteOffset, dBias.byteOffset, runs.byteOffset, Math.ceil(rows / 32), n);
    expect([...Object.values(made), runs].every((array) => arena.guarded(array))).toBe(true);
    return made;
  }

  test('matches torch, value and all gradients', () => {
    const got = run(torch.layerNorm);
    for (const key of ['y', 'dx', 'dWeight', 'dBias'] as const)
      expect(worstError(got[key], torch.layerNorm[key], 1)).toBeLessThan(1e-6);
  });

  const sizes: [number, number][] = [
    [1, 1],
    [3, 2],
    [2, 5],
    [70, 16],
    [33, 35],
    [9, 128],
    [2, 1031],
  ];

  function drawn(rows: number, n: number) {
    const next = randomSource(rows + n);
    const draw = (length: number) => [...Float32Array.from({ length }, next)];
    const [x, weight, bias, dy] = [draw(rows * n), draw(n), draw(n), draw(rows * n)] as [
      number[],
      number[],
      number[],
      number[],
    ];
    return { x, weight, bias, dy, rows, n, eps: 0.01, r: draw(rows * n), ds: draw(rows * n) };
  }

  test.each(sizes)('%d × %d agrees with float64', (rows, n) => {
    const { r, ds, ...operands } = drawn(rows, n);
    const { x, weight, bias, dy, eps } = operands;
    const want = naive(x, weight, bias, dy, n, eps);
    const got = run(operands);
    for (const key of ['y', 'dx', 'dWeight', 'dBias'] as const)
      expect(worstError(got[key], want[key], 2)).toBeLessThan(3e-6);
  });

  test.each(sizes)('%d × %d: a sum, and a gradient along it, have the bits of separate additions', (rows, n) => {
    const { r, ds, ...operands } = drawn(rows, n);
    const add = (a: ArrayLike<number>, b: number[]) => Float32Array.from(b, (value, i) => value + (a[i] as number));
    const fused = run({ ...operands, r, ds });
    const got = Object.entries(fused).map(([name, values]) => [name, values.slice()] as const);
    const sum = add(operands.x, r);
    const apart = run({ ...operands, x: [...sum] });
    const want = { ...apart, sum, dx: add(apart.dx, ds) };
    for (const [name, values] of got) expect(sameValues(values, want[name as keyof typeof want]), name).toBe(true);
  });

  test('a cut between runs of 32 rows changes no bit', () => {
    const operands = drawn(150, 35);
    const want = Object.entries(run(operands, 150)).map(([name, values]) => [name, values.slice()] as const);
    for (const cut of [32, 96]) {
      const got = run(operands, cut);
      for (const [name, values] of want) expect(sameValues(values, got[name as keyof typeof got]), name).toBe(true);
    }
  });

  test('a large common offset does not spoil the variance', () => {
    const x = Array.from({ length: 64 }, (_, i) => 4096 + (i % 2 ? 1 : -1));
    const [weight, bias] = [Array<number>(64).fill(1), Array<number>(64).fill(0)];
    const { y } = run({ x, weight, bias, dy: x, rows: 1, n: 64, eps: 0 });
    expect([...y]).toEqual(x.map((v) => v - 4096));
  });

  test('a NaN spoils its own row only', () => {
    const [weight, bias] = [
      [1, 1, 1],
      [0, 0, 0],
    ];
    const x = [1, NaN, 3, 1, 2, 3];
    const { y } = run({ x, weight, bias, dy: [1, 1, 1, 1, 1, 1], rows: 2, n: 3, eps: 1e-5 });
    expect([...y].map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });
});
