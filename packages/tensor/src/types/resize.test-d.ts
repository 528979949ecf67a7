import { describe, expectTypeOf, test } from 'vitest';
import { indexSelect, pad, repeat, split, type Tensor, topk, zeros } from '../index.ts';
import type { CountOf, Resize } from './resize.ts';
import type { Shape } from './shape.ts';

describe('Resize', () => {
  test('changes one axis', () => {
    expectTypeOf<Resize<[2, 3, 4], 1, 7>>().toEqualTypeOf<[2, 7, 4]>();
    expectTypeOf<Resize<[2, 3, 4], -1>>().toEqualTypeOf<[2, 3, number]>();
    expectTypeOf<Resize<Shape, 0, 5>>().toEqualTypeOf<Shape>();
    expectTypeOf<Resize<[2, 3], number, 5>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<Resize<[2, 3], 2, 5, 'topk'>>().toEqualTypeOf<'topk: axis 2 is out of range for rank 2'>();
  });

  test('counts ids', () => {
    expectTypeOf<CountOf<readonly [4, 4, 1]>>().toEqualTypeOf<3>();
    expectTypeOf<CountOf<number[]>>().toEqualTypeOf<number>();
    expectTypeOf<CountOf<Tensor<[5]>>>().toEqualTypeOf<5>();
    expectTypeOf<CountOf<Tensor>>().toEqualTypeOf<number>();
  });
});

describe('operations that resize an axis', () => {
  const x = zeros([6, 4]);

  test('carry the shape, as functions and as methods', () => {
    expectTypeOf(topk(x, 3).values).toEqualTypeOf<Tensor<[6, 3]>>();
    expectTypeOf(x.topk(2, { axis: 0 }).indices).toEqualTypeOf<Tensor<[2, 4]>>();
    expectTypeOf(indexSelect(x, 0, [5, 5, 1])).toEqualTypeOf<Tensor<[3, 4]>>();
    expectTypeOf(x.indexSelect(1, [0] as number[])).toEqualTypeOf<Tensor<[6, number]>>();
    expectTypeOf(split(x, 3)).toEqualTypeOf<Tensor<[number, 4]>[]>();
    expectTypeOf(x.split(2, -1)).toEqualTypeOf<Tensor<[6, number]>[]>();
    expectTypeOf(repeat(x, 3, 1)).toEqualTypeOf<Tensor<[6, number]>>();
    expectTypeOf(
      pad(x, [
        [1, 1],
        [0, 0],
      ]),
    ).toEqualTypeOf(
      x.pad([
        [1, 1],
        [0, 0],
      ]),
    );
  });

  test('refuse an axis that is not there', () => {
    // @ts-expect-error -- 'topk: axis 2 is out of range for rank 2'
    topk(x, 1, { axis: 2 });
    // @ts-expect-error -- 'split: axis 5 is out of range for rank 2'
    x.split(2, 5);
    // @ts-expect-error -- 'indexSelect: axis -3 is out of range for rank 2'
    x.indexSelect(-3, [0]);
  });

  test('a mask broadcasts with what it fills, as a method too', () => {
    expectTypeOf(zeros([3]).maskedFill(zeros([2, 3], { dtype: 'bool' }), 0)).toEqualTypeOf<Tensor<[2, 3]>>();
  });
});
