import { describe, expectTypeOf, test } from 'vitest';
import type { MatMul } from './matmul.ts';
import type { Shape } from './shape.ts';

describe('MatMul', () => {
  test('matrices and vectors', () => {
    expectTypeOf<MatMul<[32, 784], [784, 10]>>().toEqualTypeOf<[32, 10]>();
    expectTypeOf<MatMul<[3], [3]>>().toEqualTypeOf<[]>();
    expectTypeOf<MatMul<[2, 3], [3]>>().toEqualTypeOf<[2]>();
    expectTypeOf<MatMul<[3], [3, 4]>>().toEqualTypeOf<[4]>();
    expectTypeOf<MatMul<[5, 2, 3], [3]>>().toEqualTypeOf<[5, 2]>();
    expectTypeOf<MatMul<[3], [5, 3, 4]>>().toEqualTypeOf<[5, 4]>();
  });

  test('batches broadcast', () => {
    expectTypeOf<MatMul<[7, 2, 3], [7, 3, 4]>>().toEqualTypeOf<[7, 2, 4]>();
    expectTypeOf<MatMul<[7, 2, 3], [3, 4]>>().toEqualTypeOf<[7, 2, 4]>();
    expectTypeOf<MatMul<[9, 1, 2, 3], [7, 3, 4]>>().toEqualTypeOf<[9, 7, 2, 4]>();
  });

  test('errors name the axes', () => {
    expectTypeOf<MatMul<[32, 784], [800, 10]>>().toEqualTypeOf<'matmul: inner axes differ: 784 vs 800'>();
    expectTypeOf<MatMul<[2], [3]>>().toEqualTypeOf<'matmul: inner axes differ: 2 vs 3'>();
    expectTypeOf<MatMul<[2, 1], [3, 4]>>().toEqualTypeOf<'matmul: inner axes differ: 1 vs 3'>();
    expectTypeOf<MatMul<[2, 5, 3], [4, 3, 2]>>().toEqualTypeOf<'matmul: axis -3 differs: 2 vs 4'>();
    expectTypeOf<MatMul<[9, 2, 5, 3], [8, 1, 3, 2], 'bmm'>>().toEqualTypeOf<'bmm: axis -4 differs: 9 vs 8'>();
    expectTypeOf<MatMul<[], [3]>>().toEqualTypeOf<'matmul: a scalar has no axis to contract, multiply instead'>();
    expectTypeOf<MatMul<[3], []>>().toEqualTypeOf<'matmul: a scalar has no axis to contract, multiply instead'>();
  });

  test('what is unknown falls back', () => {
    expectTypeOf<MatMul<[number, 784], [784, 10]>>().toEqualTypeOf<[number, 10]>();
    expectTypeOf<MatMul<[2, number], [784, number]>>().toEqualTypeOf<[2, number]>();
    expectTypeOf<MatMul<Shape, [784, 10]>>().toEqualTypeOf<Shape>();
    expectTypeOf<MatMul<[2, 784], Shape>>().toEqualTypeOf<Shape>();
    expectTypeOf<MatMul<[...number[], 784], [784, 10]>>().toEqualTypeOf<[...number[], 10]>();
    expectTypeOf<MatMul<[...number[], 784], [800, 10]>>().toEqualTypeOf<'matmul: inner axes differ: 784 vs 800'>();
  });
});
