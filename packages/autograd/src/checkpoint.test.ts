import { dropout, memory, Rng, randn, type Tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { backward, checkGrad, checkpoint, detach, grad, noGrad, parameter } from './index.ts';

const rng = new Rng(9);
const [w1, w2] = [parameter(randn([8, 32], { rng })), parameter(randn([32, 8], { rng }))];
const x = randn([16, 8], { rng });

/** Two layers; uses parameters that are not among its arguments. */
const block = (h: Tensor): Tensor => h.matmul(w1).tanh().matmul(w2).add(h) as Tensor;

function gradients(f: (h: Tensor) => Tensor): unknown {
  return tidy(() => {
    const input = parameter(x);
    backward(f(f(input)).square().mean());
    const all = [input, w1, w2].map((p) => p.grad?.toArray());
    w1.zeroGrad();
    w2.zeroGrad();
    input.dispose();
    return all;
  });
}

describe('checkpoint', () => {
  test('gives the same bits as without, also nested', () => {
    const plain = gradients(block);
    expect(gradients(checkpoint(block))).toEqual(plain);
    expect(gradients(checkpoint((h: Tensor) => checkpoint(block)(h)))).toEqual(plain);
  });

  test('reaches parameters when its arguments are not traced', () => {
    tidy(() => backward(checkpoint(block)(x).sum()));
    const got = w2.grad?.toArray();
    w1.zeroGrad();
    w2.zeroGrad();
    tidy(() => backward(block(x).sum()));
    expect(got).toEqual(w2.grad?.toArray());
    w1.zeroGrad();
    w2.zeroGrad();
  });

  test('keeps its input only', () => {
    const held = (f: (h: Tensor) => Tensor): number =>
      tidy(() => {
        const input = parameter(x);
        const before = memory.report().liveBytes;
        const y = tidy(() => f(input));
        const bytes = memory.report().liveBytes - before;
        y.dispose();
        expect(memory.report().liveBytes).toBe(before);
        input.dispose();
        return bytes;
      });
    const value = 16 * 8 * 4;
    expect(held(checkpoint(block))).toBe(value);
    expect(held(block)).toBe(value + 16 * 32 * 4);
  });

  test('random numbers are the same in the second run', () => {
    const dropped = (wrap: typeof checkpoint, seed: number): unknown[] =>
      tidy(() => {
        const source = new Rng(seed);
        const noisy = wrap((h: Tensor) => dropout(h.mul(h), { p: 0.5, rng: source }), { rng: source });
        const input = parameter(x);
        backward(noisy(input).sum());
        const result = [input.grad?.toArray(), source.random()];
        input.dispose();
        return result;
      });
    const plain = ((f: unknown) => f) as typeof checkpoint;
    expect(dropped(checkpoint, 4)).toEqual(dropped(plain, 4));
  });

  test('inside transforms, through variables it captures, and to the second order', () => {
    const f = (a: Tensor, b: Tensor): Tensor => checkpoint((h: Tensor) => h.mul(b).exp().mul(h) as Tensor)(a);
    checkGrad(f, [[2, 3], [3]], { order: 2 });
    const cube = checkpoint((h: Tensor) => h.mul(h).mul(h).sum() as Tensor);
    const at = randn([1], { rng, dtype: 'float64' });
    const second = grad((v) => grad((u) => cube(u))(v).sum())(at);
    expect(second.item()).toBeCloseTo(6 * at.item(), 12);
  });

  test('a transform inside is seen through', () => {
    const penalty = (h: Tensor): Tensor =>
      grad((u: Tensor) => u.matmul(w1).square().sum())(h)
        .square()
        .sum() as Tensor;
    expect(gradientOf(checkpoint(penalty))).toEqual(gradientOf(penalty));
    function gradientOf(f: (h: Tensor) => Tensor): unknown {
      w1.zeroGrad();
      tidy(() => backward(f(x)));
      return w1.grad?.toArray();
    }
    w1.zeroGrad();
  });

  test('without anything to differentiate it is the function itself', () => {
    const twice = checkpoint((h: Tensor) => h.mul(2) as Tensor);
    expect(twice(x).tracer).toBeNull();
    expect(noGrad(() => twice(w1)).tracer).toBeNull();
    expect(twice(detach(w1)).tracer).toBeNull();
  });
});
