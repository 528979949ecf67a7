import { describe, expect, test } from 'vitest';
import { type Arena, type ArrayOf, builds, randomSource } from './arena.testing.ts';

const shapes: [number, number, number][] = [
  [1, 1, 1],
  [3, 0, 1],
  [2, 0, 5],
  [2, 3, 1],
  [5, 4, 1],
  [3, 5, 1],
  [1, 17, 1],
  [4, 31, 1],
  [2, 127, 1],
  [7, 1000, 1],
  [3, 1024, 1],
  [2, 4097, 1],
  [1, 10007, 1],
  [2, 3, 2],
  [3, 7, 3],
  [2, 5, 4],
  [1, 64, 16],
  [2, 65, 17],
  [1, 130, 37],
  [1, 5000, 21],
  [1, 9000, 5],
  [2, 70, 1030],
  [1, 100, 2049],
  [0, 4, 4],
];
/** Where the arenas of these tests keep the kernels' work space: behind everything else. */
function work(arena: Arena): number {
  return arena.memory.buffer.byteLength - arena.kernels.reduceScratch();
}

const folds = {
  sum: { start: 0, step: (a: number, b: number) => a + b },
  prod: { start: 1, step: (a: number, b: number) => a * b },
  max: { start: -Infinity, step: Math.max },
  min: { start: Infinity, step: Math.min },
};

function check<T extends Float32Array | Float64Array>(
  arena: Arena,
  name: keyof typeof folds,
  type: ArrayOf<T>,
  epsilon: number,
): void {
  const random = randomSource(17);
  const kernel = arena.kernels[`${name}_${type.BYTES_PER_ELEMENT === 4 ? 'f32' : 'f64'}`];
  const { start, step } = folds[name];
  for (const [outer, n, inner] of shapes) {
    arena.reset();
    const value = name === 'prod' ? () => 1 + random() / 50 : random;
    const x = arena.from(type, Array.from({ length: outer * n * inner }, value), 1);
    const out = arena.empty(type, outer * inner, 3);
    kernel(out.byteOffset, x.byteOffset, outer, n, inner, inner, work(arena));
    for (let o = 0; o < outer; o++) {
      for (let j = 0; j < inner; j++) {
        let expected = start;
        let magnitude = 0;
        for (let i = 0; i < n; i++) {
          const element = x[(o * n + i) * inner + j]!;
          expected = step(expected, element);
          magnitude += Math.abs(element);
        }
        // sum: the bound in the kernel's header; prod: one rounding per factor (the oracle's own, for float64, too).
        const depth = name === 'sum' ? (inner === 1 ? 20 + 2 + 6 : 128 + 1) : 2 * n;
        const oracle = type.BYTES_PER_ELEMENT === 8 ? n : 0;
        const bound =
          name === 'sum'
            ? (depth + oracle) * epsilon * magnitude
            : name === 'prod'
              ? depth * epsilon * Math.abs(expected)
              : 0;
        const got = out[o * inner + j]!;
        if (got !== expected)
          expect(Math.abs(got - expected), `${name} ${[outer, n, inner]} at ${[o, j]}`).toBeLessThanOrEqual(bound);
      }
    }
    expect(arena.guarded(out)).toBe(true);
  }
}

describe.each(builds)('%s: reductions over the middle axis', (_, arena) => {
  test.each(['sum', 'prod', 'max', 'min'] as const)('%s equals the naive loop', (name) => {
    check(arena, name, Float32Array, 2 ** -24);
    check(arena, name, Float64Array, 2 ** -53);
  });

  test('a million tenths sum to 1e5 within one unit in the last place along a row, sixteen down a column', () => {
    arena.reset();
    const n = 1_000_000;
    const x = arena.from(Float32Array, new Float32Array(n).fill(0.1));
    const out = arena.empty(Float32Array, 4);
    const exact = n * Math.fround(0.1);
    arena.kernels.sum_f32(out.byteOffset, x.byteOffset, 1, n, 1, 1, 0);
    expect(Math.abs(out[0]! - exact)).toBeLessThanOrEqual(2 ** -7);
    arena.kernels.sum_f32(out.byteOffset, x.byteOffset, 1, n / 4, 4, 4, work(arena));
    for (const column of out) expect(Math.abs(column - exact / 4)).toBeLessThanOrEqual(16 * 2 ** -9);
  });

  test('NaN wins in max and min, infinities are ordinary values, at every position', () => {
    for (const inner of [1, 3, 5]) {
      for (let position = 0; position < 40; position++) {
        arena.reset();
        const x = arena.from(
          Float32Array,
          Array.from({ length: 40 * inner }, (_, i) => i % 7),
        );
        const out = arena.empty(Float32Array, inner);
        const at = position * inner + inner - 1;
        for (const [value, max, min] of [
          [NaN, NaN, NaN],
          [Infinity, Infinity, 0],
          [-Infinity, 6, -Infinity],
        ] as const) {
          x[at] = value;
          arena.kernels.max_f32(out.byteOffset, x.byteOffset, 1, 40, inner, inner, work(arena));
          expect(out[inner - 1]).toBe(max);
          arena.kernels.min_f32(out.byteOffset, x.byteOffset, 1, 40, inner, inner, work(arena));
          expect(out[inner - 1]).toBe(min);
        }
      }
    }
  });

  test('the rows reduced together do not change a row, nor the columns a column', () => {
    arena.reset();
    const random = randomSource(23);
    const x = arena.from(Float32Array, Array.from({ length: 300 * 37 }, random));
    const together = arena.empty(Float32Array, 37);
    arena.kernels.sum_f32(together.byteOffset, x.byteOffset, 1, 300, 37, 37, work(arena));
    const single = arena.empty(Float32Array, 2);
    for (let j = 0; j < 37; j++) {
      const pair = arena.from(
        Float32Array,
        Array.from({ length: 600 }, (_, i) => x[(i >> 1) * 37 + j]!),
      );
      arena.kernels.sum_f32(single.byteOffset, pair.byteOffset, 1, 300, 2, 2, work(arena));
      expect(single[0]).toBe(together[j]);
    }
  });

  test('a range of columns has the bits it has in the whole, NaN and signed zeros included', () => {
    const [outer, n, step] = [2, 150, 75];
    const random = randomSource(29);
    for (const name of ['sum', 'prod', 'max', 'min'] as const) {
      arena.reset();
      const value = () => [NaN, -0, 0, 0, 1, 1, 2, random()][Math.floor((random() + 1) * 4)] as number;
      const x = arena.from(Float32Array, Array.from({ length: outer * n * step }, value));
      x.forEach((element, i) => {
        if (i % 3 > 0 && Number.isNaN(element)) x[i] = 0;
      });
      const whole = arena.empty(Float32Array, outer * step);
      const parts = arena.empty(Float32Array, outer * step);
      const kernel = arena.kernels[`${name}_f32`];
      kernel(whole.byteOffset, x.byteOffset, outer, n, step, step, work(arena));
      for (const [first, count] of [
        [0, 32],
        [32, 40],
        [72, 3],
      ] as const) {
        kernel(parts.byteOffset + 4 * first, x.byteOffset + 4 * first, outer, n, count, step, work(arena));
      }
      expect([...parts]).toEqual([...whole]);
    }
  });

  test('a row is its halves, combined', () => {
    arena.reset();
    const random = randomSource(31);
    const n = 10_007;
    const half = (Math.ceil(n / 256) >> 1) * 256;
    const x = arena.from(Float32Array, Array.from({ length: n }, random));
    const out = arena.empty(Float32Array, 4);
    arena.kernels.sum_f32(out.byteOffset, x.byteOffset, 1, n, 1, 1, 0);
    arena.kernels.sum_f32(out.byteOffset + 4, x.byteOffset, 1, half, 1, 1, 0);
    arena.kernels.sum_f32(out.byteOffset + 8, x.byteOffset + 4 * half, 1, n - half, 1, 1, 0);
    arena.kernels.sum_f32(out.byteOffset + 12, out.byteOffset + 4, 1, 2, 1, 1, 0);
    expect(out[3]).toBe(out[0]);
  });
});
