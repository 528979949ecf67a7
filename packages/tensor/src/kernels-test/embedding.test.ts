import { describe, expect, test } from 'vitest';
import { builds, randomSource } from './arena.testing.ts';

describe.each(builds)('embedding kernels, %s', (_, arena) => {
  test.each([1, 3, 4, 7, 128])('width %d: gathers rows and adds gradients in order of ids', (width) => {
    arena.reset();
    const next = randomSource(width);
    const ids = arena.from(Int32Array, [4, 0, 4, 2, 4], 1);
    const table = arena.from(Float32Array, Array.from({ length: 5 * width }, next), 1);
    const out = arena.empty(Float32Array, 5 * width, 1);
    arena.kernels.embedding_f32(out.byteOffset, table.byteOffset, ids.byteOffset, 5, width);
    expect([...out]).toEqual([...ids].flatMap((id) => [...table.subarray(id * width, (id + 1) * width)]));

    const gradient = arena.from(Float32Array, Array.from({ length: 5 * width }, next), 1);
    const dOut = arena.from(Float32Array, Array.from({ length: 5 * width }, next), 2);
    const want = Float32Array.from(gradient);
    ids.forEach((id, i) => {
      for (let j = 0; j < width; j++)
        want[id * width + j] = Math.fround((want[id * width + j] as number) + (dOut[i * width + j] as number));
    });
    arena.kernels.embeddingBackward_f32(gradient.byteOffset, dOut.byteOffset, ids.byteOffset, 0, 64, 5, width);
    expect([...gradient]).toEqual([...want]);
    expect(arena.guarded(out) && arena.guarded(gradient)).toBe(true);
  });

  test('a range of slots adds to its rows only', () => {
    arena.reset();
    const table = arena.from(Float32Array, new Float32Array(200));
    const dOut = arena.from(Float32Array, [1, 2, 4, 8, 16, 32, 64]);
    const ids = arena.from(Int32Array, [3, 67, 4, 131, 3, 66, 199]);
    arena.kernels.embeddingBackward_f32(table.byteOffset, dOut.byteOffset, ids.byteOffset, 3, 1, 7, 1);
    expect([table[3], table[67], table[131]]).toEqual([17, 2, 8]);
    expect(table.reduce((a, b) => a + b)).toBe(27);
    arena.kernels.embeddingBackward_f32(table.byteOffset, dOut.byteOffset, ids.byteOffset, 4, 60, 7, 1);
    expect([table[4], table[66], table[199]]).toEqual([4, 0, 64]);
  });

  test('no ids, no writes', () => {
    arena.reset();
    const out = arena.from(Float32Array, [7]);
    arena.kernels.embedding_f32(out.byteOffset, out.byteOffset, out.byteOffset, 0, 1);
    arena.kernels.embeddingBackward_f32(out.byteOffset, out.byteOffset, out.byteOffset, 0, 64, 0, 1);
    expect([...out]).toEqual([7]);
  });
});
