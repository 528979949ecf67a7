import { describe, expect, test } from 'vitest';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { repeat, tile } from './repeat.ts';

describe.each([
  ['repeat', repeat],
  ['tile', tile],
] as const)('%s', (name, fn) => {
  test.each(parityCases(name))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(fn, args()) as Tensor, expected[0]);
  });
});

test('repetitions are whole numbers', () => {
  expect(() => repeat(zeros([2]), -1)).toThrow('repeat: -1 is not a whole number ≥ 0 of repetitions (shape [2])');
  expect(() => repeat(zeros([2]), 2, 1 as number)).toThrow('repeat: axis 1 is out of range for rank 1 (shape [2])');
  expect(() => tile(zeros([2]), [1.5])).toThrow('tile: 1.5 is not a whole number ≥ 0 of repetitions (shape [2])');
});
