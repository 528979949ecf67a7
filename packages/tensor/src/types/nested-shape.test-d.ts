import { expectTypeOf, test } from 'vitest';
import type { NestedNumbers, NestedShape } from './nested-shape.ts';
import type { Shape } from './shape.ts';

declare function shapeOf<const Data extends NestedNumbers>(data: Data): NestedShape<Data>;

test('literals are measured', () => {
  expectTypeOf(
    shapeOf([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  ).toEqualTypeOf<[3, 2]>();
  expectTypeOf(shapeOf([[[1], [2]]])).toEqualTypeOf<[1, 2, 1]>();
  expectTypeOf(shapeOf([true, false])).toEqualTypeOf<[2]>();
  expectTypeOf(shapeOf(5)).toEqualTypeOf<[]>();
  expectTypeOf(shapeOf([])).toEqualTypeOf<[0]>();
  expectTypeOf(shapeOf([[], []])).toEqualTypeOf<[2, 0]>();
});

test('arrays of unknown length give number per level', () => {
  const rows: number[][] = [];
  const row: readonly number[] = [];
  expectTypeOf(shapeOf(rows)).toEqualTypeOf<[number, number]>();
  expectTypeOf(shapeOf([row, row])).toEqualTypeOf<[2, number]>();
  expectTypeOf(shapeOf(new Float32Array(3))).toEqualTypeOf<[number]>();
  expectTypeOf(shapeOf([new Float32Array(3), new Float32Array(3)])).toEqualTypeOf<[2, number]>();
  expectTypeOf<NestedShape<[number, number][]>>().toEqualTypeOf<[number, 2]>();
});

test('unknown depth is an unknown rank', () => {
  expectTypeOf<NestedShape<NestedNumbers>>().toEqualTypeOf<Shape>();
  // biome-ignore lint/suspicious/noExplicitAny: what JSON.parse returns
  expectTypeOf<NestedShape<any>>().toEqualTypeOf<Shape>();
});

test('ragged literals are errors', () => {
  expectTypeOf(shapeOf([[1, 2], [3]])).toEqualTypeOf<'tensor: rows differ in length along axis 1'>();
  expectTypeOf(shapeOf([[[1], [2, 3]]])).toEqualTypeOf<'tensor: rows differ in length along axis 2'>();
  expectTypeOf(shapeOf([1, [2]])).toEqualTypeOf<'tensor: numbers and rows are mixed along axis 1'>();
});
