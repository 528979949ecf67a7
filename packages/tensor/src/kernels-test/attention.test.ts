import { describe, expect, test } from 'vitest';
import { dropoutFactor } from '../naive/dropout.ts';
import { type Arena, builds, randomSource } from './arena.testing.ts';
import { type AttentionCase, torch, worstError } from './nn-fixture.testing.ts';

type Gradients = Record<'out' | 'lse' | 'dq' | 'dk' | 'dv', Float32Array>;

/** The mask of dropout: its probability, its key, and how many heads there are before the first. */
interface Drop {
  readonly p: number;
  readonly keyLow: number;
  readonly keyHigh: number;
  readonly head: number;
}

const keepAll: Drop = { p: 0, keyLow: 0, keyHigh: 0, head: 0 };

/** Contiguous [B, H, T, D] operands through both kernels; gradients start as NaN, since they are overwritten. */
function run(arena: Arena, c: Omit<AttentionCase, 'name' | keyof Gradients>, drop = keepAll): Gradients {
  arena.reset();
  const { batch, heads, tq, tk, dim } = c;
  const [q, k, v, dOut] = [c.q, c.k, c.v, c.dOut].map((x) => arena.from(Float32Array, x, 1)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [out, dq, dk, dv] = [q, q, k, v].map((x) =>
    arena.from(Float32Array, new Float32Array(x.length).fill(NaN), 1),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const lse = arena.empty(Float32Array, batch * heads * tq, 1);
  const scratch = arena.empty(Uint8Array, arena.kernels.attentionScratch_f32(tq, tk, dim));
  const sizes = [batch, heads, tq, tk, dim] as const;
  const [long, short] = [[heads * tk * dim, tk * dim, dim] as const, [heads * tq * dim, tq * dim, dim] as const];
  const strides = [...short, ...long, ...long, ...short] as const;
  const scale = 1 / Math.sqrt(dim);
  const mask = [drop.p, drop.keyLow, drop.keyHigh, drop.head] as const;
  arena.kernels.attention_f32(
    out.byteOffset,
    lse.byteOffset,
    q.byteOffset,
    k.byteOffset,
    v.byteOffset,
    ...sizes,
    ...strides,
    scale,
    Number(c.causal),
    ...mask,
    scratch.byteOffset,
  );
  arena.kernels.attentionBackward_f32(
    dq.byteOffset,
    dk.byteOffset,
    dv.byteOffset,
    dOut.byteOffset,
    q.byteOffset,
    k.byteOffset,
    v.byteOffset,
    out.byteOffset,
    lse.byteOffset,
    ...sizes,
    ...strides,
    scale,
    Number(c.causal),
    ...mask,
    scratch.byteOffset,
  );
  const results = { out, lse, dq, dk, dv };
  for (const array of [...Object.values(results), scratch]) expect(arena.guarded(array)).toBe(true);
  return results;
}

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** One head in float64: the T × T matrix row by row. */
function naive(q: number[][], k: number[][], v: number[][], dOut: number[][], causal: boolean, drop = keepAll) {
  const factor = (i: number, j: number) => dropoutFactor((drop.head * q.length + i) * k.length + j, drop);
  const dim = (k[0] as number[]).length;
  const scale = 1 / Math.sqrt(dim);
  const zeros = (rows: unknown[]) => rows.map(() => new Array<number>(dim).fill(0));
  const [out, dq, dk, dv] = [zeros(q), zeros(q), zeros(k), zeros(v)];
  const add = (y: number[], alpha: number, x: number[]) => {
    for (let d = 0; d < dim; d++) y[d] = (y[d] as number) + alpha * (x[d] as number);
  };
  const lse = q.map((row, i) => {
    const seen = causal ? i + k.length - q.length + 1 : k.length;
    const scores = k.slice(0, seen).map((key) => scale * dot(row, key));
    const max = Math.max(...scores);
    const total = max + Math.log(scores.reduce((sum, s) => sum + Math.exp(s - max), 0));
    const p = scores.map((s) => Math.exp(s - total));
    p.forEach((weight, j) => {
      add(out[i] as number[], weight * factor(i, j), v[j] as number[]);
    });
    const g = dOut[i] as number[];
    const delta = dot(g, out[i] as number[]);
    p.forEach((weight, j) => {
      const dS = scale * weight * (factor(i, j) * dot(g, v[j] as number[]) - delta);
      add(dv[j] as number[], weight * factor(i, j), g);
      add(dq[i] as number[], dS, k[j] as number[]);
      add(dk[j] as number[], dS, row);
    });
    return total;
  });
  return { out: out.flat(), lse, dq: dq.flat(), dk: dk.flat(), dv: dv.flat() };
}

const rows = (values: number[], n: number) =>
  Array.from({ length: values.length / n }, (_, i) => values.slice(i * n, (i + 1) * n));

function randomCase(tq: number, tk: number, dim: number, causal: boolean, spread = 1) {
  const next = randomSource(tq * 31 + tk * 7 + dim);
  const draw = (t: number) => [...Float32Array.from({ length: t * dim }, () => spread * next())];
  return { batch: 1, heads: 1, tq, tk, dim, causal, q: draw(tq), k: draw(tk), v: draw(tk), dOut: draw(tq) };
}

describe.each(builds)('attention kernels, %s', (_, arena) => {
  test.each(torch.attention)('matches torch: $name', (c) => {
    const got = run(arena, c);
    for (const key of ['out', 'lse', 'dq', 'dk', 'dv'] as const)
      expect(worstError(got[key], c[key], 1)).toBeLessThan(1e-6);
  });

  // Blocks of 6 (4), panels of 8, tiles of 96 and 512 keys, and one or two queries each have their own edges.
  test.each([
    [1, 1, 1],
    [1, 1, 64],
    [1, 700, 20],
    [2, 9, 7],
    [3, 3, 3],
    [5, 12, 8],
    [6, 6, 33],
    [7, 103, 4],
    [64, 64, 32],
    [97, 97, 16],
    [100, 613, 12],
  ])('%d queries × %d keys × %d features agree with float64, causal and not', (tq, tk, dim) => {
    for (const causal of [false, true]) {
      const c = randomCase(tq, tk, dim, causal);
      const got = run(arena, c);
      const want = naive(rows(c.q, dim), rows(c.k, dim), rows(c.v, dim), rows(c.dOut, dim), causal);
      for (const key of ['out', 'lse', 'dq', 'dk', 'dv'] as const)
        expect(worstError(got[key], want[key], 1)).toBeLessThan(2e-6);
    }
  });

  test('heads interleaved in a packed QKV tensor give the bits of contiguous ones', () => {
    const [batch, heads, t, dim] = [2, 3, 13, 8];
    const width = heads * dim;
    const next = randomSource(77);
    const packed = [...Float32Array.from({ length: batch * t * 3 * width }, next)];
    const at = (part: number, b: number, h: number, i: number, d: number) =>
      ((b * t + i) * 3 + part) * width + h * dim + d;
    const part = (index: number, from: ArrayLike<number>) => {
      const result: number[] = [];
      for (let b = 0; b < batch; b++)
        for (let h = 0; h < heads; h++)
          for (let i = 0; i < t; i++) for (let d = 0; d < dim; d++) result.push(from[at(index, b, h, i, d)] as number);
      return result;
    };
    const [q, k, v] = [part(0, packed), part(1, packed), part(2, packed)] as [number[], number[], number[]];
    const want = run(arena, { batch, heads, tq: t, tk: t, dim, causal: true, q, k, v, dOut: v });
    const [wantOut, wantGradients] = [[...want.out], [want.dq, want.dk, want.dv].map((x) => [...x])];

    arena.reset();
    const qkv = arena.from(Float32Array, packed).byteOffset;
    const gradient = arena.empty(Float32Array, packed.length);
    const out = arena.empty(Float32Array, batch * t * width);
    // [B, T, H, D] in memory
    const interleaved = (x: ArrayLike<number>) =>
      Array.from({ length: batch * t * width }, (__, i) => {
        const [b, row, h, d] = [
          Math.floor(i / (t * width)),
          Math.floor(i / width) % t,
          Math.floor(i / dim) % heads,
          i % dim,
        ];
        return x[((b * heads + h) * t + row) * dim + d] as number;
      });
    const dOut = arena.from(Float32Array, interleaved(v)).byteOffset;
    const lse = arena.empty(Float32Array, batch * heads * t).byteOffset;
    const scratch = arena.empty(Uint8Array, arena.kernels.attentionScratch_f32(t, t, dim)).byteOffset;
    const wide = [t * 3 * width, dim, 3 * width] as const;
    const tail = [
      batch,
      heads,
      t,
      t,
      dim,
      ...wide,
      ...wide,
      ...wide,
      t * width,
      dim,
      width,
      1 / Math.sqrt(dim),
      1,
      0,
      0,
      0,
      0,
      scratch,
    ] as const;
    const step = 4 * width;
    arena.kernels.attention_f32(out.byteOffset, lse, qkv, qkv + step, qkv + 2 * step, ...tail);
    const d = gradient.byteOffset;
    arena.kernels.attentionBackward_f32(
      d,
      d + step,
      d + 2 * step,
      dOut,
      qkv,
      qkv + step,
      qkv + 2 * step,
      out.byteOffset,
      lse,
      ...tail,
    );
    expect([...out]).toEqual(interleaved(wantOut));
    expect([0, 1, 2].map((index) => part(index, gradient))).toEqual(wantGradients);
  });

  test('scores far beyond the range of exp stay finite', () => {
    const c = randomCase(9, 9, 8, true, 200);
    const got = run(arena, c);
    const want = naive(rows(c.q, 8), rows(c.k, 8), rows(c.v, 8), rows(c.dOut, 8), true);
    expect(worstError(got.out, want.out, 200)).toBeLessThan(2e-5);
    expect(Object.values(got).every((array) => array.every(Number.isFinite))).toBe(true);
  });

  test('a causal query without keys gets out 0, lse -Inf and no gradient', () => {
    const { out, lse, dq } = run(arena, randomCase(5, 3, 4, true));
    expect([...out.subarray(0, 8), ...dq.subarray(0, 8)]).toEqual(Array(16).fill(0));
    expect([...lse.subarray(0, 2)]).toEqual([-Infinity, -Infinity]);
    expect([...out.subarray(8)].every((x) => Number.isFinite(x) && x !== 0)).toBe(true);
  });

  test('NaN in a key reaches the queries that see it', () => {
    const c = randomCase(12, 12, 4, true);
    c.k[9 * 4] = NaN;
    const { out } = run(arena, c);
    expect(rows([...out], 4).map((row) => row.some(Number.isNaN))).toEqual([...Array(9).fill(false), true, true, true]);
  });

  // The last head lies beyond position 2³⁴, where the counter of the generator needs its second word.
  test.each([
    [1, 9, 7, 0],
    [2, 700, 20, 3],
    [5, 12, 8, 1],
    [64, 64, 32, 7],
    [97, 97, 16, 0],
    [100, 613, 12, 2],
    [8, 700, 8, 2_000_000_000],
  ])('%d queries × %d keys × %d features of head %d, with dropout, agree with float64', (tq, tk, dim, head) => {
    for (const [causal, p] of [
      [false, 0.2],
      [true, 0.5],
      [true, 1],
    ] as const) {
      const drop = { p, keyLow: 0x9abcdef0, keyHigh: 12, head };
      const c = randomCase(tq, tk, dim, causal);
      const got = run(arena, c, drop);
      const want = naive(rows(c.q, dim), rows(c.k, dim), rows(c.v, dim), rows(c.dOut, dim), causal, drop);
      for (const key of ['out', 'lse', 'dq', 'dk', 'dv'] as const)
        expect(worstError(got[key], want[key], 1)).toBeLessThan(4e-6);
    }
  });

  test('what is not finite reaches the queries that see it and no others', () => {
    for (const bad of [NaN, Infinity]) {
      for (const operand of ['k', 'v'] as const) {
        const c = randomCase(110, 110, 8, true);
        const clean = run(arena, c);
        const [out, dq] = [[...clean.out], [...clean.dq]];
        c[operand][101 * 8 + 3] = bad;
        const got = run(arena, c);
        expect([...got.out.subarray(0, 101 * 8)]).toEqual(out.slice(0, 101 * 8));
        expect([...got.dq.subarray(0, 101 * 8)]).toEqual(dq.slice(0, 101 * 8));
        // The score of an infinite key may be -Infinity, which hides it.
        const reached = rows([...got.out], 8).map((row) => !row.every(Number.isFinite));
        if (Number.isNaN(bad)) expect(reached).toEqual(fromRow(101, 110));
      }
    }
  });

  test('a gradient that is not finite reaches the keys that its query sees and no others', () => {
    const c = randomCase(110, 110, 8, true);
    const clean = run(arena, c);
    const [dk, dv] = [[...clean.dk], [...clean.dv]];
    c.dOut[97 * 8] = NaN;
    const got = run(arena, c);
    expect([...got.dk.subarray(98 * 8)]).toEqual(dk.slice(98 * 8));
    expect([...got.dv.subarray(98 * 8)]).toEqual(dv.slice(98 * 8));
    expect(rows([...got.dv], 8).map((row) => row.every(Number.isFinite))).toEqual(fromRow(98, 110));
  });

  test('scores of -Inf have weight 0 in any tile, and make NaN where there are no others', () => {
    const c = randomCase(7, 1100, 4, false);
    c.q.forEach((_, i) => {
      c.q[i] = Math.abs(c.q[i] as number) + 0.1;
    });
    const minus = (from: number, to: number) => ({
      ...c,
      k: c.k.map((x, i) => (i >= from * 4 && i < to * 4 ? -Infinity : x)),
    });
    for (const [from, to] of [
      [0, 600],
      [512, 1024],
      [600, 1100],
    ] as const) {
      const got = run(arena, minus(from, to));
      const keep = (x: number[]) => rows(x, 4).filter((_, j) => j < from || j >= to);
      const want = naive(rows(c.q, 4), keep(c.k), keep(c.v), rows(c.dOut, 4), false);
      for (const key of ['out', 'lse'] as const) expect(worstError(got[key], want[key], 1)).toBeLessThan(2e-6);
      expect(worstError(Float32Array.from(keep([...got.dv]).flat()), want.dv, 1)).toBeLessThan(2e-6);
    }
    const nothing = run(arena, minus(0, 1100));
    expect([...nothing.out, ...nothing.dq, ...nothing.dv].every(Number.isNaN)).toBe(true);
  });
});

/** False for the first rows, true for the others. */
function fromRow(first: number, all: number): boolean[] {
  return Array.from({ length: all }, (_, i) => i >= first);
}
