import { backward, checkGrad, parameter } from '@ml/autograd';
import { Rng, randn, type Tensor, tensor, toTypedArray } from '@ml/tensor';
import { expect, test } from 'vitest';
import { SGD } from '../optim/sgd.ts';
import { l1Penalty, l2Penalty } from './penalties.ts';

test('penalties are Σ|p| and Σp² over all parameters', () => {
  const all: Tensor[] = [tensor([[1, -2]]), tensor([-3])];
  expect(l1Penalty(all).item()).toBe(6);
  expect(l2Penalty(all).item()).toBe(14);
  expect(() => l1Penalty([])).toThrow('l1Penalty: there are no parameters');
});

test('their gradients agree with central differences', () => {
  const inputs = [
    randn([2, 3], { rng: new Rng(1), dtype: 'float64' }),
    randn([4], { rng: new Rng(2), dtype: 'float64' }),
  ];
  checkGrad((...at) => l1Penalty(at), inputs);
  checkGrad((...at) => l2Penalty(at), inputs);
});

test('half the weight decay times l2Penalty is weight decay of SGD', () => {
  const start = randn([5], { rng: new Rng(3), dtype: 'float64' });
  const [penalized, decayed] = [parameter(start), parameter(start)];
  const [a, b] = [new SGD([penalized], { lr: 0.1 }), new SGD([decayed], { lr: 0.1, weightDecay: 0.5 })];
  for (let step = 0; step < 3; step++) {
    for (const optimizer of [a, b]) optimizer.zeroGrad();
    backward(
      penalized
        .square()
        .sum()
        .add(l2Penalty([penalized]).mul(0.25)) as Tensor,
    );
    backward(decayed.square().sum());
    for (const optimizer of [a, b]) optimizer.step();
  }
  for (const [i, x] of toTypedArray(penalized).entries()) expect(x).toBeCloseTo(toTypedArray(decayed)[i], 14);
});
