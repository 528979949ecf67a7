import { describe, expect, test } from 'vitest';
import { type Arena, type ArrayOf, builds, type NumberArray, randomSource, sameValues } from './arena.testing.ts';

const sizes: [number, number][] = [
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 3],
  [1, 4],
  [5, 1],
  [4, 5],
  [3, 17],
  [1, 1000],
  [7, 33],
  [1, 4097],
];
const special = [0, -0, Infinity, -Infinity, NaN, 1, -1, 1e-40, 3.4e38];

/** Strides [aRow, aCol, bRow, bCol] for a rows × cols output. */
function layouts(rows: number, cols: number): number[][] {
  return [
    [cols, 1, cols, 1],
    [cols, 1, 0, 1],
    [cols, 1, 1, 0],
    [1, 0, cols, 1],
    [0, 0, cols, 1],
    [cols, 1, 0, 0],
    [0, 0, 0, 0],
    [1, 0, 0, 1],
    [1, rows, cols, 1],
    [2 * cols, 2, cols + 3, 1],
    [-cols, -1, cols, 1],
    [-cols, 1, 3 * cols, 3],
  ];
}

type Operation = (a: number, b: number) => number;
const arithmetic: Record<string, Operation> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
};
const comparisons: Record<string, Operation> = {
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  equal: (a, b) => Number(a === b),
};

function check<T extends NumberArray, Out extends NumberArray>(
  arena: Arena,
  name: string,
  type: ArrayOf<T>,
  outType: ArrayOf<Out>,
  operation: Operation,
  value: (i: number) => number,
): void {
  const kernel = arena.kernels[name as 'add_f32'];
  for (const [rows, cols] of sizes) {
    for (const [aRow, aCol, bRow, bCol] of layouts(rows, cols) as [number, number, number, number][]) {
      arena.reset();
      const span = 1 + 4 * rows * Math.max(cols, 1) + 8 * cols;
      const a = arena.from(
        type,
        Array.from({ length: 2 * span }, (_, i) => value(i)),
        1,
      );
      const b = arena.from(
        type,
        Array.from({ length: 2 * span }, (_, i) => value(i + 7919)),
        3,
      );
      const out = arena.empty(outType, rows * cols, 5);
      const expected = new (outType as unknown as { new (n: number): Out })(rows * cols);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          expected[i * cols + j] = operation(a[span + i * aRow + j * aCol]!, b[span + i * bRow + j * bCol]!);
        }
      }
      const at = span * type.BYTES_PER_ELEMENT;
      kernel(out.byteOffset, a.byteOffset + at, b.byteOffset + at, rows, cols, aRow, aCol, bRow, bCol);
      if (!sameValues(out, expected))
        expect(out, `${name} ${rows}×${cols} strides ${[aRow, aCol, bRow, bCol]}`).toEqual(expected);
      expect(arena.guarded(out)).toBe(true);
    }
  }
}

describe.each(builds)('%s: strided arithmetic equals the naive loop, bit for bit', (_, arena) => {
  const random = randomSource(11);
  const real = (): number =>
    random() > 0.9 ? special[Math.floor(Math.abs(random()) * special.length)]! : random() * 10;
  const whole = (): number => Math.floor(random() * 2 ** 31);

  test.each(Object.keys(arithmetic))('%s_f32', (name) => {
    check(arena, `${name}_f32`, Float32Array, Float32Array, arithmetic[name]!, real);
  });
  test.each(Object.keys(arithmetic))('%s_f64', (name) => {
    check(arena, `${name}_f64`, Float64Array, Float64Array, arithmetic[name]!, real);
  });
  test.each(Object.keys(arithmetic).filter((name) => name !== 'div'))('%s_i32', (name) => {
    const operation = name === 'mul' ? Math.imul : arithmetic[name]!;
    check(arena, `${name}_i32`, Int32Array, Int32Array, operation, whole);
  });
  test.each(Object.keys(comparisons).filter((name) => `${name}_f32` in arena.kernels))('%s_f32', (name) => {
    check(arena, `${name}_f32`, Float32Array, Uint8Array, comparisons[name]!, () => Math.round(real()));
  });
});
