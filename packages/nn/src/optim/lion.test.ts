import { parameter } from '@ml/autograd';
import { keep, Rng, randn, type Tensor, tensor, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { Lion } from './lion.ts';

// PyTorch has no Lion: the paper's algorithm 2 by hand, and its laws.
describe('Lion', () => {
  const take = (optimizer: Lion, gradient: Tensor, gradScale = 1): void => {
    const [p] = optimizer.parameters();
    p.zeroGrad();
    p.grad = keep(gradient) as never;
    optimizer.step({ gradScale });
  };
  const float64 = { dtype: 'float64' } as const;

  test('takes the two steps that the paper says, by hand', () => {
    const p = parameter(tensor([1, -2, 0.5], float64));
    const optimizer = new Lion([p], { lr: 0.25, beta1: 0.5, beta2: 0.75, weightDecay: 0.5 });
    take(optimizer, tensor([4, -8, 0], float64));
    // Decay by 1 − 0.125; directions sign(0.5·g) = 1, −1, 0; then m = 0.25·g.
    expect(p.toArray()).toEqual([0.875 - 0.25, -1.75 + 0.25, 0.4375]);
    expect(optimizer.stateDict().tensors['0.exp_avg'].toArray()).toEqual([1, -2, 0]);
    take(optimizer, tensor([-0.5, 4, -1], float64));
    // Directions: sign(0.5·1 − 0.25) = 1, sign(−1 + 2) = 1, −1; m = 0.75·m + 0.25·g.
    expect(p.toArray()).toEqual([0.625 * 0.875 - 0.25, -1.5 * 0.875 - 0.25, 0.4375 * 0.875 + 0.25]);
    expect(optimizer.stateDict().tensors['0.exp_avg'].toArray()).toEqual([0.625, -0.5, -0.25]);
  });

  test.each([2 ** -20, 1024])('does not see the size of gradients: times %d', (factor) => {
    const start = randn([4, 5], { rng: new Rng(1) });
    const [a, b, c] = [0, 1, 2].map(() => new Lion([parameter(start)], { lr: 0.01, weightDecay: 0.1 }));
    const rng = new Rng(2);
    for (let step = 0; step < 20; step++) {
      const gradient = randn([4, 5], { rng });
      take(a, gradient);
      take(b, gradient.mul(factor));
      take(c, gradient, factor);
    }
    const [x, y, z] = [a, b, c].map((optimizer) => toTypedArray(optimizer.parameters()[0]));
    expect(y).toEqual(x);
    expect(z).toEqual(x);
  });

  test('moves every number by lr', () => {
    const p = parameter(randn([50], { rng: new Rng(3), dtype: 'float64' }));
    const before = toTypedArray(p).slice();
    take(new Lion([p], { lr: 0.125 }), randn([50], { rng: new Rng(4), dtype: 'float64' }));
    for (const [i, x] of toTypedArray(p).entries()) expect(Math.abs(x - before[i])).toBeCloseTo(0.125, 14);
  });

  test('refuses nonsense', () => {
    const p = parameter(tensor([1]));
    expect(() => new Lion([p], { beta2: 1 })).toThrow('Lion: beta2 must be in 0 … 1 (excluded), not 1');
    expect(() => new Lion([p], { lr: Number.NaN })).toThrow('Lion: lr must be ≥ 0, not NaN');
  });
});
