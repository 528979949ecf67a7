import { describe, expect, test } from 'vitest';
import { DTypeError, IndexError } from '../errors.ts';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { gather } from './gather.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';

const ids = (data: number[][]): Tensor => tensor(data, { dtype: 'int32' });

describe('gather', () => {
  test.each(parityCases('gather', 'movement-index.json'))('agrees with torch: $name', ({ args, expected }) => {
    expectTensor(call(gather, args()) as Tensor, expected[0]);
  });

  test.each(['bool', 'uint8', 'int32', 'float32', 'float64'] as const)('moves %s', (dtype) => {
    const x = tensor(
      [
        [0, 1],
        [1, 0],
      ],
      { dtype },
    );
    expect(gather(x, 1, ids([[1], [1]])).dtype).toBe(dtype);
    expect(toArray(gather(x, 1, ids([[1], [1]])))).toEqual(dtype === 'bool' ? [[true], [false]] : [[1], [0]]);
  });

  test('names index, axis and size of what lies outside', () => {
    const x = zeros([2, 3]);
    expect(() => gather(x, 1, ids([[0], [3]]))).toThrow(
      new IndexError('gather: index 3 is out of range for axis 1 with size 3 (shape [2, 3])'),
    );
    expect(() => gather(x, 0, ids([[-1]]))).toThrow(
      'gather: index -1 is out of range for axis 0 with size 2 (shape [2, 3])',
    );
  });

  test('wants integers of the same rank', () => {
    const x = zeros([2, 3]);
    expect(() => gather(x, 0, zeros([1, 3]))).toThrow(
      new DTypeError(
        "gather: the index must be int32 or uint8, not float32 (shape [1, 3]); did you mean index.astype('int32')?",
      ),
    );
    expect(() => gather(x, 0, tensor([0], { dtype: 'int32' }))).toThrow(
      'gather: ranks differ: 2 vs 1 (shapes [2, 3] and [1])',
    );
    expect(() => gather(x, 1, ids([[0], [0], [0]]))).toThrow(
      'gather: the index is larger on axis 0: 3 vs 2 (shapes [2, 3] and [3, 1])',
    );
  });
});
