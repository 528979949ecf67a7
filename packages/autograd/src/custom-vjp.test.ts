import { exp, log1p, memory, mul, ones, sub, type Tensor, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { backward, checkGrad, customVjp, grad, parameter } from './index.ts';

/** ln(1 + eˣ) with the gradient that does not overflow, 1 − 1/(1 + eˣ). */
const log1pExp = customVjp({
  name: 'log1pExp',
  forward: (x: Tensor) => {
    const e = exp(x);
    return [log1p(e), { e }];
  },
  backward: ({ e }, dY) => [mul(dY, sub(1, e.add(1).reciprocal()))],
});

describe('customVjp', () => {
  test('uses the gradient it is given', () => {
    expect(grad((x) => exp(x).log1p().sum())(tensor([200])).toArray()).toEqual([Number.NaN]);
    expect(grad((x) => log1pExp(x).sum())(tensor([200, 0])).toArray()).toEqual([1, 0.5]);
  });

  test('agrees with differences, and so does its own gradient', () => {
    checkGrad((x) => log1pExp(x), [[2, 3]]);
    checkGrad((x) => log1pExp(x.mul(2)), [[2, 3]], { order: 2 });
  });

  test('straight-through: not differentiable inside at all', () => {
    const roundThrough = customVjp({ forward: (x: Tensor) => [x.round(), null], backward: (_, dY) => [dY] });
    expect(grad((x) => roundThrough(x).mul(3).sum())(tensor([0.4, 1.6])).toArray()).toEqual([3, 3]);
  });

  test('several inputs, some without a gradient, and cotangents that belong to somebody else', () => {
    const own = tensor([10, 20]);
    const op = customVjp({
      forward: (a: Tensor, b: Tensor) => [a.mul(b), null],
      backward: () => [own, null],
    });
    const [a, b] = [parameter(tensor([1, 2])), parameter(tensor([3, 4]))];
    tidy(() => backward(op(a, b).sum()));
    expect([a.grad?.toArray(), b.grad, own.isDisposed]).toEqual([[10, 20], null, false]);
    expect(a.grad?.storage).not.toBe(own.storage);
  });

  test('names itself when backward returns nonsense', () => {
    const shaped = customVjp({ name: 'shaped', forward: (x: Tensor) => [x.mul(2), null], backward: () => [ones([3])] });
    expect(() => grad((x) => shaped(x).sum())(ones([2]))).toThrow(
      'shaped: the cotangent of input 0 must have its shape [2], but is shape [3]',
    );
    const none = customVjp({ forward: (x: Tensor) => [x.mul(2), null], backward: () => [] as never });
    expect(() => grad((x) => none(x).sum())(ones([2]))).toThrow(
      'custom operation: backward returned 0 cotangents for 1 inputs',
    );
  });

  test('is not recorded when nothing is traced, and leaves nothing behind', () => {
    expect(log1pExp(ones([1])).tracer).toBeNull();
    const w = parameter(ones([256]));
    const before = memory.report().liveBytes;
    for (let i = 0; i < 50; i++) {
      tidy(() => {
        backward(log1pExp(w).sum());
        w.zeroGrad();
        log1pExp(w);
      });
    }
    expect(memory.report().liveBytes).toBe(before);
  });
});
