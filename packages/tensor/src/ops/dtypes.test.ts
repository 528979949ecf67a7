// Which type an operation computes in, and what happens at the edges of the types.
import { describe, expect, test } from 'vitest';
import { add, cast, type DType, div, full, mean, mul, setSlice, sum, tensor, variance, zeros } from '../index.ts';

const of = (dtype: DType) => full([2], 1, { dtype });

test.each([
  ['bool', 'bool', 'int32'],
  ['bool', 'uint8', 'uint8'],
  ['uint8', 'int32', 'int32'],
  ['int32', 'float32', 'float32'],
  ['float32', 'float64', 'float64'],
  ['bool', 'float64', 'float64'],
] as const)('%s + %s is %s', (a, b, result) => {
  expect(add(of(a), of(b)).dtype).toBe(result);
  expect(add(of(b), of(a)).dtype).toBe(result);
});

test('a JavaScript number takes the type of the tensor, unless it has a fraction and the tensor has not', () => {
  expect(add(of('float64'), 0.1).toArray()).toEqual([1.1, 1.1]);
  expect(add(of('int32'), 2).dtype).toBe('int32');
  expect(mul(of('int32'), 0.5).toArray()).toEqual([0.5, 0.5]);
  expect(add(of('bool'), 1).dtype).toBe('int32');
});

test('division and means leave the integers', () => {
  expect(div(of('int32'), of('int32')).dtype).toBe('float32');
  expect(mean(of('int32')).dtype).toBe('float32');
  expect(sum(of('bool')).dtype).toBe('int32');
});

describe('cast', () => {
  test('truncates, saturates at int32 and wraps at uint8', () => {
    expect(cast(tensor([1.9, -1.9, 3e9, -3e9, Number.NaN]), 'int32').toArray()).toEqual([
      1, -1, 2147483647, -2147483648, 0,
    ]);
    expect(cast(tensor(new Int32Array([255, 256, -1])), 'uint8').toArray()).toEqual([255, 0, 255]);
    expect(cast(tensor([0, -0, 0.5, Number.NaN]), 'bool').toArray()).toEqual([false, false, true, true]);
    expect(cast(tensor([true, false]), 'float64').toArray()).toEqual([1, 0]);
  });

  test('reads strided input', () => {
    expect(
      tensor([
        [1.5, 2.5],
        [3.5, 4.5],
      ])
        .transpose()
        .astype('int32')
        .toArray(),
    ).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });
});

test('reductions of nothing', () => {
  expect(sum(zeros([0])).item()).toBe(0);
  expect(zeros([2, 0]).prod({ axis: 1 }).toArray()).toEqual([1, 1]);
  expect(mean(zeros([0])).item()).toBeNaN();
  expect(variance(tensor([3]), { ddof: 1 }).item()).toBeNaN();
  expect(() => zeros([2, 0]).max({ axis: 1 })).toThrow('max: cannot reduce over no elements (shape [2, 0])');
  expect(() => zeros([0]).argmax()).toThrow('argmax: cannot reduce over no elements');
});

describe('setSlice', () => {
  test('writes in place, through steps, and is seen by every view', () => {
    const cache = zeros([2, 4]);
    const view = cache.transpose();
    setSlice(cache, [1, [0, null, 2]], tensor([7, 8]));
    expect(view.toArray()).toEqual([
      [0, 7],
      [0, 0],
      [0, 8],
      [0, 0],
    ]);
  });

  test('refuses another shape or type', () => {
    const cache = zeros([2, 4]);
    expect(() => setSlice(cache, [0], tensor([1, 2]))).toThrow('setSlice: the part is [4] (shapes [2, 4] and [2])');
    expect(() => setSlice(cache, [0, 0], tensor(1).astype('int32'))).toThrow(
      'setSlice: target is float32, source int32',
    );
    expect(cache.toArray()).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });
});
