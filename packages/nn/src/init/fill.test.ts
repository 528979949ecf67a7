import { backward, parameter } from '@ml/autograd';
import { mean, Rng, toTypedArray, variance, zeros } from '@ml/tensor';
import { expect, test } from 'vitest';
import { initConstant, initNormal, initUniform } from './fill.ts';

test('initNormal draws what the generator draws, with mean and std', () => {
  const x = initNormal(parameter(zeros([100, 100])), { mean: 1, std: 0.02, rng: new Rng(3) });
  expect(Math.abs(mean(x).item() - 1)).toBeLessThan(0.001);
  expect(Math.abs(Math.sqrt(variance(x).item()) / 0.02 - 1)).toBeLessThan(0.03);
  expect(toTypedArray(x)).toEqual(new Rng(3).fillNormal(new Float32Array(10_000), 1, 0.02));
});

test('initUniform and initConstant', () => {
  const x = initUniform(parameter(zeros([1000], { dtype: 'float64' })), { low: -2, high: -1, rng: new Rng(3) });
  expect(toTypedArray(x)).toEqual(new Rng(3).fillUniform(new Float64Array(1000), -2, -1));
  expect(initConstant(x, 0.25).sum().item()).toBe(250);
});

test('counts as a write: a gradient that needs the old values refuses', () => {
  const w = parameter(zeros([2]));
  const loss = w.mul(w).sum();
  initConstant(w, 1);
  expect(() => backward(loss)).toThrow('modified in place');
});
