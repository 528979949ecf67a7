import { test as lawTest } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import { contiguous, copy } from './copy.ts';
import { zeros } from './creation-filled.ts';
import { transpose } from './permute.ts';
import { anyTensor, make } from './shapes.testing.ts';

lawTest.prop([anyTensor()])('copy has the same elements in storage of its own', (recipe) => {
  const x = make(recipe);
  const y = copy(x);
  expect(toArray(y)).toEqual(toArray(x));
  expect(y.isContiguous).toBe(true);
  expect(y.storage).not.toBe(x.storage);
});

test('contiguous copies only what needs it', () => {
  const x = zeros([2, 3]);
  expect(contiguous(x)).toBe(x);
  expect(contiguous(transpose(x)).strides).toEqual([2, 1]);
});
