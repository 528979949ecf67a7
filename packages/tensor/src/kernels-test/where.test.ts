import { describe, expect, test } from 'vitest';
import { type ArrayOf, builds, type NumberArray, randomSource } from './arena.testing.ts';

const sizes = [0, 1, 3, 4, 5, 16, 17, 1000, 4097];

describe.each(builds)('%s: selection', (_, arena) => {
  test.each([
    ['where_8', Uint8Array],
    ['where_32', Float32Array],
    ['where_64', Float64Array],
  ] as ['where_8' | 'where_32' | 'where_64', ArrayOf<NumberArray>][])(
    '%s takes a where the byte is not zero',
    (name, type) => {
      const random = randomSource(47);
      for (const n of sizes) {
        arena.reset();
        const cond = arena.from(
          Uint8Array,
          Array.from({ length: n }, () => (random() > 0 ? 0 : Math.abs(random()) * 254 + 1)),
          3,
        );
        const a = arena.from(
          type,
          Array.from({ length: n }, () => random() * 100),
          1,
        );
        const b = arena.from(
          type,
          Array.from({ length: n }, () => (random() > 0.8 && type !== Uint8Array ? NaN : random() * 100)),
          2,
        );
        for (const [aStep, bStep] of [
          [1, 1],
          [0, 1],
          [1, 0],
          [0, 0],
        ]) {
          const out = arena.empty(type, n, 1);
          arena.kernels[name](out.byteOffset, cond.byteOffset, a.byteOffset, b.byteOffset, n, aStep, bStep);
          expect(Array.from(out)).toEqual(Array.from(cond, (c, i) => (c ? a[i * aStep] : b[i * bStep])));
          expect(arena.guarded(out)).toBe(true);
        }
      }
    },
  );
});
