import { describe, expect, test } from 'vitest';
import { type ArrayOf, builds, type NumberArray, randomSource } from './arena.testing.ts';

const types: Record<string, ArrayOf<NumberArray>> = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u8: Uint8Array,
  bool: Uint8Array,
};
const special = [0, -0, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31) - 1024, 1e-45, 0.9, -0.9, 16777217, 1e39, 255.5];

function convert(to: string, x: number): number {
  if (to === 'bool') return Number(x !== 0);
  if (to === 'i32') return Math.min(Math.max(Math.trunc(Number.isNaN(x) ? 0 : x), -(2 ** 31)), 2 ** 31 - 1) + 0;
  return to === 'f32' ? Math.fround(x) : x;
}

describe.each(builds)('%s: casts', (_, arena) => {
  test.each(Object.keys(arena.kernels).filter((name) => name.startsWith('cast_')))('%s', (name) => {
    const [, from, to] = name.split('_') as [string, string, string];
    const random = randomSource(53);
    for (const n of [0, 1, 3, 4, 5, 17, 1000]) {
      arena.reset();
      const x = arena.from(
        types[from]!,
        Array.from({ length: n }, (_, i) => (i % 2 ? special[(i >> 1) % special.length]! : random() * 300)),
        1,
      );
      const out = arena.empty(types[to]!, n, 3);
      arena.kernels[name as 'cast_f32_f64'](out.byteOffset, x.byteOffset, n);
      expect(Array.from(out)).toEqual(Array.from(x as Float64Array, (value) => convert(to, value)));
      expect(arena.guarded(out)).toBe(true);
    }
  });

  test('there is a cast for every pair the tensor needs', () => {
    expect(Object.keys(arena.kernels).filter((name) => name.startsWith('cast_'))).toHaveLength(13);
  });
});
