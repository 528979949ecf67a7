import { matmul, mul, softmax, type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { checkGrad, customVjp } from './index.ts';

/** x³ whose claimed gradient is off by `error` at one element. */
const cubeOff = (error: number, at: number) =>
  customVjp({
    forward: (x: Tensor) => [x.mul(x).mul(x), x],
    backward: (x, dY) => {
      const bump = tensor(
        [0, 0, 0, 0].map((_, i) => (i === at ? 1 + error : 1)),
        { dtype: 'float64' },
      );
      return [mul(dY, mul(x.mul(x), 3)).mul(bump) as Tensor];
    },
  });

describe('checkGrad', () => {
  test('passes what is right', () => {
    checkGrad(
      (x) => softmax(x),
      [
        [2, 5],
        [1, 1],
      ].slice(0, 1),
    );
    checkGrad(
      (a, b) => matmul(a, b),
      [
        [2, 3],
        [3, 4],
      ],
      { order: 2 },
    );
    checkGrad(cubeOff(0, 0), [[4]]);
    checkGrad((x) => x.mul(x), [tensor([1, 2])]);
  });

  test('names the worst entry', () => {
    const x = tensor([1, 2, 3, 4], { dtype: 'float64' });
    expect(() => checkGrad(cubeOff(1e-5, 2), [x])).toThrow(
      /^checkGrad: gradient of entry \[2\] of input 0 \[4\] is -?[\d.]+, central differences give -?[\d.]+$/,
    );
  });

  test('sees errors of a millionth, and a NaN', () => {
    const x = tensor([1, 2, 3, 4], { dtype: 'float64' });
    checkGrad(cubeOff(1e-9, 1), [x]);
    expect(() => checkGrad(cubeOff(1e-6, 1), [x])).toThrow('entry [1]');
    expect(() => checkGrad(cubeOff(Number.NaN, 3), [x])).toThrow('entry [3] of input 0 [4] is NaN');
  });

  test('is not fooled by a softmax, whose sum has gradient zero', () => {
    const zero = customVjp({ forward: (x: Tensor) => [softmax(x), null], backward: (_, dY) => [mul(dY, 0)] });
    expect(() => checkGrad(zero, [[2, 3]])).toThrow('checkGrad: gradient of entry');
  });

  test('order 2 sees a second derivative that is wrong', () => {
    // The value of the gradient is right, but detached from x.
    const square = customVjp({
      forward: (x: Tensor) => [x.mul(x), null],
      backward: (_, dY) => [dY],
    });
    const wrong = customVjp({
      forward: (x: Tensor) => [x.mul(x), tensor([...(x.toArray() as number[])], { dtype: 'float64' })],
      backward: (x, dY) => [mul(dY, mul(x, 2))],
    });
    expect(() => checkGrad(square, [[2]])).toThrow('gradient of entry');
    checkGrad(wrong, [[2]]);
    expect(() => checkGrad(wrong, [[2]], { order: 2 })).toThrow('second derivative of entry');
  });
});
