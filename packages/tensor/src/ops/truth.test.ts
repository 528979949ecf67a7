import { describe, expect, test } from 'vitest';
import { all, allclose, any, isclose, tensor, zeros } from '../index.ts';
import { readFixture, type Written } from './movement.testing.ts';

describe('any and all', () => {
  const x = tensor([
    [0, 0, 0],
    [0, 2, Number.NaN],
    [1, -1, Infinity],
  ]);

  test('along an axis, with anything but 0 as true', () => {
    expect(any(x, { axis: 1 }).toArray()).toEqual([false, true, true]);
    expect(all(x, { axis: 1 }).toArray()).toEqual([false, false, true]);
    expect(x.any({ axis: 0, keepDims: true }).toArray()).toEqual([[true, true, true]]);
    expect(x.all().item()).toBe(0);
    expect(
      x
        .transpose()
        .all({ axis: [-2] })
        .toArray(),
    ).toEqual([false, false, true]);
    expect(any(tensor([false, true])).dtype).toBe('bool');
  });

  test('of nothing', () => {
    expect(any(zeros([0])).item()).toBe(0);
    expect(all(zeros([2, 0]), { axis: 1 }).toArray()).toEqual([true, true]);
  });

  test('refuse an axis that is not there by their own name', () => {
    expect(() => all(x, { axis: 5 as number })).toThrow('all: axis 5 is out of range for rank 2 (shape [3, 3])');
  });
});

interface CloseCase {
  readonly a: Written[];
  readonly b: Written[];
  readonly options: { rtol?: number; atol?: number; equalNaN?: boolean };
  readonly close: boolean[];
}

describe('isclose', () => {
  const { cases } = readFixture<{ cases: readonly CloseCase[] }>('isclose.json');
  test.each(cases)('agrees with NumPy: $options', ({ a, b, options, close }) => {
    const [left, right] = [a, b].map((values) => tensor(new Float64Array(values.map(Number))));
    expect(isclose(left, right, options).toArray()).toEqual(close);
    expect(allclose(left, right, options)).toBe(close.every(Boolean));
  });

  test('broadcasts, and compares with a number', () => {
    expect(isclose(tensor([[1], [2]]), tensor([1, 2])).toArray()).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(allclose(tensor([0.1]).mul(10), 1)).toBe(true);
    expect(() => allclose(zeros([2]) as never, zeros([3]))).toThrow('isclose: axis -1 differs: 2 vs 3');
  });
});
