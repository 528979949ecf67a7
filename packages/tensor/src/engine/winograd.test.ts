import { expect, test } from 'vitest';
import { type FloatDType, Rng, randn, type Tensor } from '../index.ts';
import { allThree, type Case, deep, expected, operands } from '../ops/conv-cases.testing.ts';
import { isWinograd } from './winograd.ts';

test('rounds a few times as much as the definition: no worse than 1e-6 of the largest result', () => {
  const of: Case = {
    ...deep(4, 64, 48),
    image: [1, 17, 22],
    stride: [1, 1, 1],
    padding: [0, 1, 0],
    dilation: [1, 1, 1],
  };
  const given = operands(of, 1, 'float32');
  const rng = new Rng(5);
  const like = ({ shape }: Tensor): Tensor => randn(shape, { rng });
  const rough = { ...given, x: like(given.x), weight: like(given.weight), dY: like(given.dY) };
  expect(isWinograd(given.sizes)).toBe(true);
  const want = expected(rough);
  for (const [i, found] of allThree(rough).entries()) {
    const largest = Math.max(...want[i].map(Math.abs));
    expect(Math.max(...found.map((value, j) => Math.abs(value - want[i][j]))) / largest).toBeLessThan(1e-6);
  }
});

test('is for 3 × 3 kernels without steps, of one group and of many channels, in float32', () => {
  const of: Case = {
    ...deep(1, 32, 64),
    image: [1, 26, 26],
    stride: [1, 1, 1],
    padding: [0, 0, 0],
    dilation: [1, 1, 1],
  };
  const fits = (change: Partial<Case>, dtype: FloatDType = 'float32'): boolean =>
    isWinograd(operands({ ...of, ...change }, 0, dtype).sizes);
  expect(fits({})).toBe(true);
  expect(fits({}, 'float64')).toBe(false);
  expect(fits({ inChannels: 15 })).toBe(false);
  expect(fits({ kernel: [1, 3, 2] })).toBe(false);
  expect(fits({ stride: [1, 2, 1] })).toBe(false);
  expect(fits({ dilation: [1, 1, 2] })).toBe(false);
  expect(fits({ padding: [0, 3, 0] })).toBe(false);
  expect(fits({ groups: 2 })).toBe(false);
});
