import { test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { DTypeError, ShapeError } from './errors.ts';
import { full, tensor, tidy, transpose, zeros } from './index.ts';
import { anyTensor, make } from './ops/shapes.testing.ts';
import { fromPlain, item, toArray, toPlain, toTypedArray } from './plain.ts';

describe('toArray', () => {
  test('nests as deep as there are axes', () => {
    expect(toArray(tensor(2.5))).toBe(2.5);
    expect(toArray(tensor(true))).toBe(true);
    expect(
      toArray(
        transpose(
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        ),
      ),
    ).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(toArray(zeros([2, 0]))).toEqual([[], []]);
  });

  lawTest.prop([anyTensor({ minSize: 1 })])('tensor reads back what it gives', (recipe) => {
    const x = make(recipe);
    expect(toArray(tensor(toArray(x) as number[]))).toEqual(toArray(x));
  });
});

test('JSON is the nested arrays, inside a scope too, and tensor reads them back', () => {
  const x = tensor([
    [1, 2],
    [3, 4.5],
  ]);
  expect(JSON.stringify({ x: x.transpose() })).toBe('{"x":[[1,3],[2,4.5]]}');
  expect(tidy(() => JSON.stringify(x.slice(0)))).toBe('[1,2]');
  expect(tensor(JSON.parse(JSON.stringify(x)) as number[][]).toArray()).toEqual(x.toArray());
});

describe('item', () => {
  test('takes the one element, however many axes', () => {
    expect([item(tensor(-1.5)), item(tensor([[[4]]])), item(tensor([true]))]).toEqual([-1.5, 4, 1]);
  });

  test('refuses none or several', () => {
    expect(() => item(zeros([2, 1]))).toThrow(
      new ShapeError({ op: 'item', problem: 'expected one element, got 2', shapes: [[2, 1]] }),
    );
    expect(() => item(zeros([0]))).toThrow('item: expected one element, got 0 (shape [0])');
  });
});

describe('toTypedArray', () => {
  test('is a copy in memory of its own', () => {
    const x = tensor([1, 2]);
    const values = toTypedArray(x);
    values[0] = 9;
    expect(toArray(x)).toEqual([1, 2]);
    expect(values.buffer).toBeInstanceOf(ArrayBuffer);
    expect(values.buffer.byteLength).toBe(8);
  });

  test('is row-major whatever the strides', () => {
    expect(
      toTypedArray(
        transpose(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual(new Float32Array([1, 3, 2, 4]));
  });
});

describe('toPlain and fromPlain', () => {
  test.each(['bool', 'uint8', 'int32', 'float32', 'float64'] as const)('carry %s through structuredClone', (dtype) => {
    const x = transpose(full([2, 3], 1, { dtype }));
    const back = fromPlain(structuredClone(toPlain(x)));
    expect([back.dtype, back.shape, toArray(back)]).toEqual([dtype, [3, 2], toArray(x)]);
  });

  const data = new Float32Array(2);
  test.each([
    [null, DTypeError, 'fromPlain: dtype is undefined, expected one of bool, uint8, int32, float32, float64'],
    [5, DTypeError, 'fromPlain: dtype is undefined'],
    [{ dtype: 'float16', shape: [2], data }, DTypeError, "fromPlain: dtype is 'float16', expected one of"],
    [{ dtype: 'toString', shape: [2], data }, DTypeError, "fromPlain: dtype is 'toString'"],
    [{ dtype: 'float32', shape: 2, data }, ShapeError, 'fromPlain: shape is not a list of whole numbers ≥ 0'],
    [{ dtype: 'float32', shape: [-2], data }, ShapeError, 'fromPlain: shape is not a list of whole numbers ≥ 0'],
    [{ dtype: 'float32', shape: ['2'], data }, ShapeError, 'fromPlain: shape is not a list of whole numbers ≥ 0'],
    [{ dtype: 'float32', shape: [2 ** 60], data }, ShapeError, 'fromPlain: shape is not a list of whole numbers ≥ 0'],
    [{ dtype: 'float32', shape: [3], data }, ShapeError, 'fromPlain: 2 elements do not fill the shape (shape [3])'],
    [{ dtype: 'float64', shape: [2], data }, DTypeError, 'fromPlain: data of a float64 tensor must be a Float64Array'],
    [
      { dtype: 'float32', shape: [2], data: [1, 2] },
      DTypeError,
      'fromPlain: data of a float32 tensor must be a Float32Array',
    ],
    [
      { dtype: 'float32', shape: [2], data: { length: 2, __proto__: null } },
      DTypeError,
      'fromPlain: data of a float32 tensor',
    ],
  ])('refuse hostile data %#', (plain, kind, message) => {
    expect(() => fromPlain(plain)).toThrow(kind);
    expect(() => fromPlain(plain)).toThrow(message);
  });
});
