import { expectTypeOf, test } from 'vitest';
import type { IndexFirst, LastAxis, MapLast, WithLast } from './edge-axes.ts';
import type { Shape } from './shape.ts';

test('IndexFirst', () => {
  expectTypeOf<IndexFirst<readonly [2, 3]>>().toEqualTypeOf<[3]>();
  expectTypeOf<IndexFirst<[2]>>().toEqualTypeOf<[]>();
  expectTypeOf<IndexFirst<Shape>>().toEqualTypeOf<Shape>();
  expectTypeOf<IndexFirst<[]>>().toEqualTypeOf<'index: a scalar has no axis 0'>();
});

test('LastAxis and WithLast', () => {
  expectTypeOf<LastAxis<[2, 3]>>().toEqualTypeOf<3>();
  expectTypeOf<LastAxis<[...number[], 3]>>().toEqualTypeOf<3>();
  expectTypeOf<LastAxis<Shape>>().toEqualTypeOf<number>();
  expectTypeOf<WithLast<[2, 3], 7>>().toEqualTypeOf<[2, 7]>();
  expectTypeOf<WithLast<[...number[], 3], 7>>().toEqualTypeOf<[...number[], 7]>();
  expectTypeOf<WithLast<Shape, 7>>().toEqualTypeOf<[...number[], 7]>();
  expectTypeOf<WithLast<[], 7>>().toEqualTypeOf<'withLast: a scalar has no last axis'>();
});

test('MapLast', () => {
  expectTypeOf<MapLast<[32, 784], 784, 128>>().toEqualTypeOf<[32, 128]>();
  expectTypeOf<MapLast<[number, 784], number, 128>>().toEqualTypeOf<[number, 128]>();
  expectTypeOf<MapLast<[32, 784], number, number>>().toEqualTypeOf<[32, number]>();
  expectTypeOf<MapLast<Shape, 784, 128>>().toEqualTypeOf<[...number[], 128]>();
  expectTypeOf<MapLast<[32, 784], 800, 128, 'linear'>>().toEqualTypeOf<'linear: last axis differs: 784 vs 800'>();
  expectTypeOf<MapLast<[...number[], 4], 5, 1, 'linear'>>().toEqualTypeOf<'linear: last axis differs: 4 vs 5'>();
  expectTypeOf<MapLast<[], 5, 1, 'linear'>>().toEqualTypeOf<'linear: a scalar has no last axis'>();
});
