import { describe, expect, test } from 'vitest';
import { type Arena, type ArrayOf, builds, type NumberArray, randomSource } from './arena.testing.ts';

const sizes: [number, number][] = [
  [0, 3],
  [1, 1],
  [3, 4],
  [4, 4],
  [5, 1],
  [1, 5],
  [17, 18],
  [16, 64],
  [19, 33],
  [70, 41],
  [1, 4097],
  [130, 67],
];

/** Strides [row, col] for a rows × cols view. */
function layouts(rows: number, cols: number): [number, number][] {
  return [
    [cols, 1],
    [cols + 5, 1],
    [-cols, 1],
    [0, 1],
    [1, 0],
    [0, 0],
    [1, rows],
    [1, rows + 3],
    [1, -rows],
    [-1, rows],
    [2, 2 * rows],
    [2 * cols, 2],
    [-cols, -1],
  ];
}

function check<T extends NumberArray>(arena: Arena, name: 'copy_8' | 'copy_32' | 'copy_64', type: ArrayOf<T>): void {
  const random = randomSource(5);
  for (const [rows, cols] of sizes) {
    for (const [[row, col], gap] of layouts(rows, cols).flatMap((layout) =>
      [0, 3].map((gap) => [layout, gap] as const),
    )) {
      arena.reset();
      const outRow = cols + gap;
      const span = 1 + 3 * (rows + 2) * (cols + 2) + 8 * (rows + cols);
      const x = arena.from(
        type,
        Array.from({ length: 2 * span }, () => random() * 100),
        3,
      );
      const out = arena.empty(type, rows * outRow, 1);
      const expected = out.slice(); // what lies between the rows stays as it was
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < cols; j++) expected[i * outRow + j] = x[span + i * row + j * col]!;
      arena.kernels[name](out.byteOffset, x.byteOffset + span * type.BYTES_PER_ELEMENT, rows, cols, outRow, row, col);
      expect(out, `${name} ${rows}×${cols} every ${outRow}, strides ${[row, col]}`).toEqual(expected);
      expect(arena.guarded(out)).toBe(true);
    }
  }
}

describe.each(builds)('%s: strided copies', (_, arena) => {
  test('copy_8 gathers any strides', () => check(arena, 'copy_8', Uint8Array));
  test('copy_32 gathers any strides', () => check(arena, 'copy_32', Float32Array));
  test('copy_64 gathers any strides', () => check(arena, 'copy_64', Float64Array));

  test.each([0, 1, 3, 4, 5, 17, 1000])('fills %i elements and no more', (n) => {
    arena.reset();
    const f32 = arena.empty(Float32Array, n, 1);
    const f64 = arena.empty(Float64Array, n, 1);
    const u8 = arena.empty(Uint8Array, n, 1);
    arena.kernels.fill_32(f32.byteOffset, 0x3fc00000, n);
    arena.kernels.fill_64(f64.byteOffset, -Math.PI, n);
    arena.kernels.fill_8(u8.byteOffset, 200, n);
    expect(f32).toEqual(new Float32Array(n).fill(1.5));
    expect(f64).toEqual(new Float64Array(n).fill(-Math.PI));
    expect(u8).toEqual(new Uint8Array(n).fill(200));
    for (const array of [f32, f64, u8]) expect(arena.guarded(array)).toBe(true);
  });
});
