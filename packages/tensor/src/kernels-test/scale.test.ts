import { describe, expect, test } from 'vitest';
import { builds, randomSource } from './arena.testing.ts';
import { cuts, pieceSizes, pieceTable } from './piece-table.testing.ts';

describe.each(builds)('%s: scaling in place', (_, arena) => {
  test.each([1, 3, 200])('x *= α on many tensors in %i parts', (parts) => {
    arena.reset();
    const random = randomSource(3);
    const alpha = Math.fround(0.3);
    const values = pieceSizes.map((length) => Array.from({ length }, () => random()));
    for (const [type, kernel] of [
      [Float32Array, arena.kernels.scale_f32],
      [Float64Array, arena.kernels.scale_f64],
    ] as const) {
      const pieces = values.map((list, i) => [arena.from<Float32Array | Float64Array>(type, list, i % 5)]);
      const { table, blocks } = pieceTable(arena, pieces);
      const want = pieces.map(([x]) => x.map((value) => value * alpha));
      for (const [from, count] of cuts(blocks, parts)) kernel(table, from, count, alpha);
      expect(pieces.map(([x]) => x)).toEqual(want);
      expect(pieces.every(([x]) => arena.guarded(x))).toBe(true);
    }
  });
});
