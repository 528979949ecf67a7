import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { DTypeError, ShapeError } from '../errors.ts';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { fromBuffer, tensor } from './creation.ts';

describe('tensor', () => {
  test.each([
    [5, [], 'float32', 5],
    [true, [], 'bool', true],
    [[true, false], [2], 'bool', [true, false]],
    [[true, 2], [2], 'float32', [1, 2]],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      'float32',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [[], [0], 'float32', []],
    [[[], []], [2, 0], 'float32', [[], []]],
    [new Float64Array([0.1]), [1], 'float64', [0.1]],
    [new Int32Array([-1]), [1], 'int32', [-1]],
    [new Uint8Array([255]), [1], 'uint8', [255]],
    [new Float32Array([0.5]), [1], 'float32', [0.5]],
    [new Uint16Array([7]), [1], 'float32', [7]],
    [
      [new Float64Array([1, 2]), [3, 4]],
      [2, 2],
      'float32',
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ] as const)('reads %j', (data, shape, dtype, expected) => {
    const x: Tensor = tensor(data as never);
    expect([x.shape, x.dtype, toArray(x)]).toEqual([shape, dtype, expected]);
  });

  test('reads 64-bit integers', () => {
    expect(toArray(tensor([3n, -4n]))).toEqual([3, -4]);
    expect(toArray(tensor(new BigInt64Array([5n]), { dtype: 'float64' }))).toEqual([5]);
  });

  test('converts to the type asked for', () => {
    expect(toArray(tensor([1.7, -1.7, 300], { dtype: 'int32' }))).toEqual([1, -1, 300]);
    expect(toArray(tensor([0, 0.5, Number.NaN], { dtype: 'bool' }))).toEqual([false, true, true]);
    expect(toArray(tensor([0.1], { dtype: 'float64' }))).toEqual([0.1]);
    expect(toArray(tensor(new Float64Array([2, 0]), { dtype: 'bool' }))).toEqual([true, false]);
  });

  test('copies: later changes of the data do not reach it', () => {
    const data = new Float32Array([1, 2]);
    const x = tensor(data);
    data[0] = 9;
    expect(toArray(x)).toEqual([1, 2]);
  });

  test('carries the shape in its type', () => {
    expectTypeOf(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqualTypeOf<Tensor<[2, 3]>>();
    expectTypeOf(tensor(5)).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(tensor(new Float32Array(4))).toEqualTypeOf<Tensor<[number]>>();
    expectTypeOf(tensor([1, 2] as number[])).toEqualTypeOf<Tensor<[number]>>();
  });

  test('says where data is ragged', () => {
    const ragged = (data: unknown) => () => tensor(data as number[]);
    expect(ragged([[1, 2], [3]])).toThrow(ShapeError);
    expect(ragged([[1, 2], [3]])).toThrow('tensor: ragged data: data[1] has 1 element, expected 2 (shape [2, 2])');
    expect(ragged([[1, 2], 3])).toThrow('tensor: ragged data: data[1] is a number, expected 2 elements (shape [2, 2])');
    expect(ragged([1, [2]])).toThrow('tensor: ragged data: data[1] has 1 element, expected a number (shape [2])');
    expect(
      ragged([
        [[1], [2]],
        [[3], [4, 5]],
      ]),
    ).toThrow('tensor: ragged data: data[1][1] has 2 elements, expected 1 (shape [2, 2, 1])');
    expect(ragged([[], [1]])).toThrow('tensor: ragged data: data[1] has 1 element, expected 0 (shape [2, 0])');
  });

  test.each([
    [[1, 'x'], "tensor: data[1] is 'x', not a number or boolean"],
    [[[1], [undefined]], 'tensor: data[1][0] is undefined, not a number or boolean'],
    [[null], 'tensor: data[0] is null, not a number or boolean'],
    [{}, 'tensor: data is an object, not a number or boolean'],
  ])('refuses %j', (data, message) => {
    expect(() => tensor(data as never)).toThrow(new DTypeError(message));
  });
});

describe('fromBuffer', () => {
  lawTest.prop([fc.float32Array({ maxLength: 20 })])('reads back the bits of a typed array', (data) => {
    const x = fromBuffer(data.buffer, [data.length]);
    const y = fromBuffer(data, [data.length]);
    expect([x.dtype, toArray(x), toArray(y)]).toEqual(['float32', [...data], [...data]]);
  });

  test('reads part of a buffer as another type', () => {
    const bytes = new Uint8Array([9, 9, 1, 0, 0, 0, 255, 255, 255, 255]);
    expect(toArray(fromBuffer(bytes.subarray(2), [2, 1], { dtype: 'int32' }))).toEqual([[1], [-1]]);
    expect(toArray(fromBuffer(new Uint8Array([0, 7]), [2], { dtype: 'bool' }))).toEqual([false, true]);
    expect(toArray(fromBuffer(new DataView(new ArrayBuffer(8)), [1], { dtype: 'float64' }))).toEqual([0]);
  });

  test('wants exactly the bytes it needs', () => {
    expect(() => fromBuffer(new ArrayBuffer(12), [2, 2])).toThrow(
      'fromBuffer: 12 bytes are not 4 float32 elements of 4 bytes (shape [2, 2])',
    );
    expect(() => fromBuffer(new Uint8Array(3), [1], { dtype: 'int32' })).toThrow(
      'fromBuffer: 3 bytes are not 1 int32 element of 4 bytes (shape [1])',
    );
    expect(() => fromBuffer(new ArrayBuffer(4), [-1])).toThrow(
      'fromBuffer: axis 0 has size -1, sizes are whole numbers ≥ 0 (shape [-1])',
    );
    expect(() => fromBuffer('abc' as never, [1])).toThrow(
      "fromBuffer: expected an ArrayBuffer or a view of one, not 'abc'",
    );
  });
});
