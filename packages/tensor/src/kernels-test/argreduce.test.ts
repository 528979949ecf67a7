import { describe, expect, test } from 'vitest';
import { type ArrayOf, builds, randomSource } from './arena.testing.ts';

const shapes: [number, number, number][] = [
  [1, 1, 1],
  [3, 3, 1],
  [2, 4, 1],
  [5, 17, 1],
  [2, 1000, 1],
  [1, 4097, 1],
  [2, 1, 3],
  [3, 7, 2],
  [2, 5, 4],
  [2, 33, 17],
  [1, 130, 9],
  [0, 3, 3],
];

/** NumPy's rule: the first NaN, otherwise the first of the extreme values. */
function position(column: number[], largest: boolean): number {
  let best = 0;
  column.forEach((value, i) => {
    const current = column[best]!;
    const better = largest ? value > current : value < current;
    if (better || (Number.isNaN(value) && !Number.isNaN(current))) best = i;
  });
  return best;
}

describe.each(builds)('%s: argmax and argmin', (_, arena) => {
  const cases = [
    ['argmax_f32', Float32Array, true],
    ['argmin_f32', Float32Array, false],
    ['argmax_f64', Float64Array, true],
    ['argmin_f64', Float64Array, false],
  ] as ['argmax_f32', ArrayOf<Float32Array>, boolean][];

  test.each(cases)('%s: first of equals, first NaN', (name, type, largest) => {
    const random = randomSource(59);
    for (const [outer, n, inner] of shapes) {
      for (const nans of [0, 0.05, 1]) {
        arena.reset();
        // Few distinct values, so that ties are everywhere; ±0 tie, too.
        const value = (): number =>
          (random() + 1) / 2 < nans ? NaN : [-Infinity, -1, -0, 0, 2, Infinity][Math.floor(Math.abs(random()) * 6)]!;
        const x = arena.from(type, Array.from({ length: outer * n * inner }, value), 1);
        const out = arena.empty(Int32Array, outer * inner, 3);
        arena.kernels[name](out.byteOffset, x.byteOffset, outer, n, inner, inner);
        const expected = Array.from({ length: outer * inner }, (_, at) => {
          const start = Math.floor(at / inner) * n * inner + (at % inner);
          return position(
            Array.from({ length: n }, (_, i) => x[start + i * inner]!),
            largest,
          );
        });
        expect(Array.from(out), `${name} ${[outer, n, inner]}`).toEqual(expected);
        expect(arena.guarded(out)).toBe(true);
      }
    }
  });
});
