import { describe, expect, test } from 'vitest';
import { builds, randomSource, sameValues } from './arena.testing.ts';
import { cuts, pieceSizes, pieceTable } from './piece-table.testing.ts';

const block = 1024;

describe.each(builds)('%s: sums of squares', (_, arena) => {
  test('of every block of many tensors in float64, however the run is cut', () => {
    arena.reset();
    const random = randomSource(71);
    const sizes = [...pieceSizes, 1024, 4097, 100_003];
    const pieces = sizes.map((length, i) => [
      arena.from(
        Float32Array,
        Array.from({ length }, () => random() * 1e20),
        i % 5,
      ),
    ]);
    const { table, blocks } = pieceTable(arena, pieces, block);
    const out = arena.empty(Float64Array, blocks);
    arena.kernels.sumSquares_f32(out.byteOffset, table, 0, blocks);
    let i = 0;
    for (const [x] of pieces) {
      for (let start = 0; start < x.length; start += block) {
        const exact = x.subarray(start, start + block).reduce((sum, value) => sum + value * value, 0);
        // Two sums of n terms, each off by at most n roundings; this one is added up in order.
        expect(Math.abs(out[i++] - exact)).toBeLessThanOrEqual((block + 135) * 2 ** -53 * exact);
      }
    }
    expect(i).toBe(blocks);
    for (const parts of [2, 3, 8, 200]) {
      const other = arena.empty(Float64Array, blocks);
      for (const [from, count] of cuts(blocks, parts))
        arena.kernels.sumSquares_f32(other.byteOffset, table, from, count);
      expect(sameValues(other, out)).toBe(true);
      expect(arena.guarded(other)).toBe(true);
    }
  });
});
