// Which type an operation computes in, and what happens at the edges of the types.
import { describe, expect, test } from 'vitest';
import {
  add,
  cast,
  clip,
  type DType,
  div,
  full,
  mean,
  mul,
  setSlice,
  std,
  sum,
  type Tensor,
  tensor,
  variance,
  zeros,
} from '../index.ts';

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

test('a JavaScript number that the type has not is computed with where it is one', () => {
  const bytes = tensor([250, 3], { dtype: 'uint8' });
  expect(bytes.add(10)).toMatchObject({ dtype: 'uint8' });
  expect(bytes.add(300).toArray()).toEqual([550, 303]);
  expect(bytes.sub(300)).toMatchObject({ dtype: 'int32' });
  expect(bytes.equal(-6).toArray()).toEqual([false, false]); // 250 is −6 modulo 256
  expect(bytes.less(300).toArray()).toEqual([true, true]);
  const whole = tensor([1, -2], { dtype: 'int32' });
  expect(whole.less(3e9).toArray()).toEqual([true, true]);
  expect(whole.add(3e9)).toMatchObject({ dtype: 'float64' });
  expect(whole.add(3e9).toArray()).toEqual([3000000001, 2999999998]);
});

describe('clip of integers', () => {
  const bytes = tensor([250, 3], { dtype: 'uint8' });
  const whole = tensor([1, 2, 3], { dtype: 'int32' });

  test('has no bound where none is given', () => {
    expect(clip(whole, { min: 2 }).toArray()).toEqual([2, 2, 3]);
    expect(clip(whole, { max: 2 }).toArray()).toEqual([1, 2, 2]);
    expect(clip(whole, { min: 2 }).dtype).toBe('int32');
    expect(clip(bytes, { max: 1000 }).toArray()).toEqual([250, 3]);
  });

  test('takes the type that has the bound', () => {
    expect(clip(whole, { min: 1.5 }).toArray()).toEqual([1.5, 2, 3]);
  });
});

// Numbers from numpy 1.24 with dtype=int32.
describe('int32 wraps to the last bit', () => {
  const of32 = (...values: number[]) => tensor(new Int32Array(values)) as Tensor;

  test('in powers, squares and products', () => {
    expect(
      of32(3, -7, 46341)
        .pow(of32(40, 23, 3))
        .toArray(),
    ).toEqual([689956897, -821077879, -1932785795]);
    expect(of32(123456789, -65537).square().toArray()).toEqual([-1757895751, 131073]);
    expect(of32(123456789, 987654321, 333).prod().item()).toBe(-887118847);
  });

  test('in matrix products', () => {
    expect(of32(123456789, 987654321).matmul(of32(987654321, 123456789)).item()).toBe(-134306038);
  });
});

test('the remainder has the sign of the divisor, even when it is 0', () => {
  const r = tensor([-4, 4, -0, 5, -5])
    .remainder(tensor([4, -4, 4, Infinity, Infinity]))
    .toArray();
  expect(r).toEqual([0, -0, 0, 5, Infinity]);
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

test('the standard deviation agrees with numpy 1.24', () => {
  const x = tensor(new Float64Array([1, 2, 4, 7, 11, -16])).reshape([2, 3]);
  expect(std(x).item()).toBe(8.5);
  expect(x.std({ axis: 0, keepDims: true }).toArray()).toEqual([[3, 4.5, 10]]);
  const [first, second] = x.std({ axis: 1, ddof: 1 }).toArray() as number[];
  expect(first).toBeCloseTo(1.5275252316519465, 14);
  expect(second).toBeCloseTo(14.57166199626293, 13);
  expect(() => std(x, { axis: 2 as number })).toThrow('std: axis 2 is out of range for rank 2 (shape [2, 3])');
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
