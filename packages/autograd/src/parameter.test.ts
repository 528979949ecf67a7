import { ones, type Tensor, tensor, tidy, zeros } from '@ml/tensor';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { Parameter, parameter } from './parameter.ts';

describe('parameter', () => {
  test('is a copy in storage of its own', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]).transpose();
    const w = parameter(x);
    expect(w.toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect([w.isContiguous, w.storage === x.storage, w.dtype]).toEqual([true, false, 'float32']);
    x.dispose();
    expect(w.toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('outlives the scope it is made in', () => {
    let w: Parameter | null = null;
    tidy(() => {
      w = parameter(ones([3]));
    });
    expect((w as unknown as Parameter).toArray()).toEqual([1, 1, 1]);
  });

  test('is a tensor, and its shape is in its type', () => {
    const w = parameter(zeros([2, 3]));
    expect(w).toBeInstanceOf(Parameter);
    expectTypeOf(w).toEqualTypeOf<Parameter<[2, 3]>>();
    expectTypeOf(w.grad).toEqualTypeOf<Tensor<[2, 3]> | null>();
    expectTypeOf(w).toExtend<Tensor>();
    expectTypeOf(w.matmul(ones([3, 4]))).toEqualTypeOf<Tensor<[2, 4]>>();
  });

  test('carries a name for messages', () => {
    expect(parameter(zeros([2, 3]), { name: 'lm.head' }).label).toBe('lm.head [2, 3]');
    expect(parameter(zeros([2])).label).toBe('parameter [2]');
  });

  test('freezes and thaws', () => {
    const w = parameter(ones([1]), { requiresGrad: false });
    expect([w.requiresGrad, w.mul(2).tracer]).toEqual([false, null]);
    w.requiresGrad = true;
    expect(w.requiresGrad).toBe(true);
    expect(w.mul(2).tracer).not.toBeNull();
  });

  test('refuses integers', () => {
    expect(() => parameter(tensor([1], { dtype: 'int32' }))).toThrow(
      'parameter: int32 values have no gradient; cast to float32 or float64 first',
    );
  });

  test('dispose frees the gradient as well', () => {
    const w = parameter(ones([2]));
    w.grad = ones([2]);
    const { grad } = w;
    w.dispose();
    expect([w.isDisposed, grad.isDisposed, w.grad]).toEqual([true, true, null]);
  });
});
