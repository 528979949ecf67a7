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
    arena.kernels.embeddingBackward_f32(gradient.byteOffset, dOut.byteOffset, ids.byteOffset, 5, width, width);
    expect([...gradient]).toEqual([...want]);
    expect(arena.guarded(out) && arena.guarded(gradient)).toBe(true);
  });

  test('gradients of a range of columns leave the others alone', () => {
    arena.reset();
    const table = arena.from(Float32Array, new Float32Array(14));
    const dOut = arena.from(Float32Array, [1, 2, 3, 4, 5, 6, 7, 10, 20, 30, 40, 50, 60, 70]);
    const ids = arena.from(Int32Array, [1, 1]);
    arena.kernels.embeddingBackward_f32(table.byteOffset + 4, dOut.byteOffset + 4, ids.byteOffset, 2, 5, 7);
    expect([...table]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 22, 33, 44, 55, 66, 0]);
  });

  test('no ids, no writes', () => {
    arena.reset();
    const out = arena.from(Float32Array, [7]);
    arena.kernels.embedding_f32(out.byteOffset, out.byteOffset, out.byteOffset, 0, 1);
    arena.kernels.embeddingBackward_f32(out.byteOffset, out.byteOffset, out.byteOffset, 0, 1, 1);
    expect([...out]).toEqual([7]);
  });
});
