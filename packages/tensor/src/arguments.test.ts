// What a program without types passes: every mistake gets a named error that says what was expected, and none gets a number.
import { describe, expect, test } from 'vitest';
import * as ml from './index.ts';
import { ArgumentError, DTypeError, IndexError, memory, OutOfMemoryError, ShapeError, tensor, zeros } from './index.ts';

/** The package as plain JavaScript sees it. */
const untyped = ml as unknown as Record<string, (...args: unknown[]) => unknown>;
const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const ids = tensor([1, 2, 3], { dtype: 'int32' });

const refused: readonly (readonly [
  name: string,
  args: readonly unknown[],
  kind: new (...args: never[]) => Error,
  text: string,
])[] = [
  ['zeros', [3], ArgumentError, 'zeros: shape is 3, not a list; did you mean [3, …]?'],
  ['zeros', ['3'], ArgumentError, "zeros: shape is '3', not a list"],
  ['zeros', [[2], 'int32'], ArgumentError, "zeros: options are an object like { dtype: 'int32' }, not 'int32'"],
  ['zeros', [[2], { dtype: 'float16' }], DTypeError, "zeros: dtype is 'float16', expected one of bool, uint8"],
  ['zeros', [['2']], ShapeError, "zeros: axis 0 has size '2', sizes are whole numbers ≥ 0"],
  ['zeros', [[2 ** 20, 2 ** 20]], OutOfMemoryError, '4398046511104 bytes asked'],
  ['full', [[2], '7'], ArgumentError, "full: value is '7', not a number"],
  ['arange', ['5'], ArgumentError, "arange: stop is '5', not a number"],
  ['arange', [3, null], ArgumentError, 'arange: stop is null, not a number'],
  ['arange', [3, { dtype: 'bool' }], DTypeError, "arange: dtype is 'bool', expected one of uint8"],
  ['linspace', ['a', 1, 3], ArgumentError, "linspace: start is 'a', not a number"],
  ['tensor', [[x, x]], DTypeError, 'did you mean copy(x), or stack([x, …]) of several?'],
  ['rand', [[2], { dtype: 'int32' }], DTypeError, "rand: dtype is 'int32', expected one of float32, float64"],
  ['rand', [[2], { rng: 5 }], ArgumentError, 'rand: rng is 5; did you mean new Rng(seed)?'],
  ['randint', [0, 10, [2], { dtype: 'bool' }], DTypeError, "randint: dtype is 'bool'"],
  ['cast', [x, 'int'], DTypeError, "cast: dtype is 'int', expected one of"],
  ['add', [x, '2'], ArgumentError, "add: expected a tensor or a number, got '2'"],
  ['add', [x, [1, 2, 3]], ArgumentError, 'add: expected a tensor or a number, got an array; did you mean tensor(…)?'],
  ['less', [x, null], ArgumentError, 'less: expected a tensor or a number, got null'],
  ['where', [true, 1, 0], ArgumentError, 'where: expected a tensor, got true'],
  ['exp', [3], ArgumentError, 'exp: expected a tensor, got 3; did you mean tensor(…)?'],
  ['floor', [undefined], ArgumentError, 'floor: expected a tensor, got undefined'],
  ['isnan', [3], ArgumentError, 'isnan: expected a tensor, got 3'],
  ['sum', [[1, 2]], ArgumentError, 'sum: expected a tensor, got an array'],
  ['sum', [x, 0], ArgumentError, 'sum: options are an object like { axis: 0 }, not 0'],
  ['mean', [x, 1], ArgumentError, 'mean: options are an object like { axis: 0 }, not 1'],
  ['sum', [x, { axis: '0' }], ShapeError, "sum: axis '0' is out of range for rank 2"],
  ['argmax', [x, { axis: null }], ShapeError, 'argmax: axis null is out of range for rank 2'],
  ['sort', [x, 0], ArgumentError, 'sort: options are an object like { axis: 0, descending: true }, not 0'],
  ['clip', [x, 0, 1], ArgumentError, 'clip: options are an object like { min: 0, max: 1 }, not 0'],
  ['matmul', [x, 2], ArgumentError, 'matmul: expected a tensor, got 2'],
  ['reshape', [x, 3, 2], ArgumentError, 'reshape: shape is 3, not a list; did you mean [3, …]?'],
  ['permute', [x, 1, 0], ArgumentError, 'permute: axes is 1, not a list'],
  ['expand', [x, 3], ArgumentError, 'expand: shape is 3, not a list'],
  ['slice', [x, '0'], IndexError, "slice: the index for axis 0 is '0'"],
  ['slice', [x, true], IndexError, 'slice: the index for axis 0 is true'],
  ['slice', [x, null, [0]], IndexError, 'slice: the index for axis 1 is an array'],
  ['slice', [x, ids], IndexError, 'for a list of places see indexSelect'],
  ['slice', [x, ['0', '1']], IndexError, "slice: '0' is not an integer"],
  ['concat', [x, x], ArgumentError, 'concat: tensors is an object, not a list'],
  ['concat', [[x, null]], ArgumentError, 'concat: expected a tensor, got null'],
  ['stack', [[x, x], 3], ShapeError, "stack: axis 3 is out of range for the result's rank 3"],
  ['split', [x, '2'], ArgumentError, "split: parts is '2', not a list"],
  ['tril', [x, 1.5], ShapeError, 'tril: diagonal 1.5 is not a whole number'],
  ['diagonal', [x, { offset: Number.NaN }], ShapeError, 'diagonal: offset NaN is not a whole number'],
  ['tile', [x, 2], ArgumentError, 'tile: repeats is 2, not a list'],
  ['pad', [ids, [[1, 1]], 0.5], DTypeError, "pad: 0.5 is no int32; did you mean x.astype('float32')?"],
  ['gather', [x, 0, [[0]]], ArgumentError, 'gather: expected a tensor, got an array'],
  ['indexSelect', [x, 0, [1.5]], IndexError, 'indexSelect: index 1.5 is out of range for axis 0 with size 2'],
  ['indexSelect', [x, 0, [2 ** 32]], IndexError, 'index 4294967296 is out of range'],
  ['einsum', [x], ArgumentError, "einsum: the equation is an object, not text like 'ij,jk->ik'"],
  [
    'scatterRows',
    [x, tensor([1, 0]), 2],
    DTypeError,
    "scatterRows: ids are row numbers (int32), not float32; did you mean ids.astype('int32')?",
  ],
  ['scatterRows', [x, tensor([0, 0], { dtype: 'int32' }), -1], ShapeError, 'scatterRows: axis 0 has size -1'],
  ['gelu', [x, { approximate: 'fast' }], ArgumentError, "gelu: approximate is 'fast', expected 'none' or 'tanh'"],
  ['softmaxBackward', [x, zeros([3, 3]), 1], ShapeError, 'softmaxBackward: operand 1 should be [2, 3]'],
  ['geluBackward', [x, x.astype('float64'), 'none'], DTypeError, 'must have one float type, not float32, float64'],
  ['setSlice', [x.expand([2, 2, 3]), [0], x], ShapeError, 'did you mean target.copy()?'],
  ['cumsum', [[1, 2], 0], ArgumentError, 'cumsum: expected a tensor; did you mean tensor(…)?'],
  ['softmax', [[1, 2]], ArgumentError, 'softmax: expected a tensor'],
  ['toArray', [5], ArgumentError, 'toArray: expected a tensor, got 5'],
  ['copy', [[1]], ArgumentError, 'copy: expected a tensor, got an array'],
  ['affine', [x, 5], ArgumentError, 'affine: expected a tensor, got 5'],
  ['addLayerNorm', [x, 5], ArgumentError, 'addLayerNorm: expected a tensor, got 5'],
  [
    'addLayerNorm',
    [x, zeros([3])],
    ShapeError,
    'addLayerNorm: the stream and what is added to it differ in shape (shapes [2, 3] and [3])',
  ],
  ['addLayerNormBackward', [x, x, x, x, x], ShapeError, 'addLayerNormBackward: operand 3 should be [2, 1]'],
  ['layerNorm', [5], ArgumentError, 'layerNorm: expected a tensor, got 5'],
  ['dropout', [x, 0.5], ArgumentError, 'dropout: options are an object like { p: 0.1 }, not 0.5'],
  ['dropout', [x, { p: '0.5' }], ArgumentError, "dropout: p is '0.5', not a number"],
  ['pad', [x, [1, 1]], ArgumentError, 'pad: padding of axis 0 is 1, not a list; did you mean [1, …]?'],
  ['keep', [[x]], ArgumentError, 'keep: expected a tensor, got an array'],
  ['tidy', [5], ArgumentError, 'tidy: expected a function, got 5'],
  ['manualSeed', ['1'], RangeError, "seed must be an integer below 2^53 (use a bigint above), got '1'"],
];

describe('refuses', () => {
  test.each(refused)('%s(%o)', (name, args, kind, text) => {
    expect(() => untyped[name](...args)).toThrow(kind);
    expect(() => untyped[name](...args)).toThrow(text);
    const { liveBytes, liveBlocks } = memory.report();
    expect([liveBytes, liveBlocks].every((n) => Number.isSafeInteger(n) && n > 0)).toBe(true);
  });

  test('data that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => untyped.tensor(loop)).toThrow('tensor: data is nested more than 32 deep');
  });
});

describe('bytes', () => {
  test('a clamped byte array, as of a picture, is uint8', () => {
    expect(untyped.tensor(new Uint8ClampedArray([1, 255]))).toMatchObject({ dtype: 'uint8', shape: [2] });
  });

  test('uint8 row numbers are read as numbers', () => {
    expect(ml.scatterRows(x, tensor(new Uint8Array([1, 1])), 2).toArray()).toEqual([
      [0, 0, 0],
      [5, 7, 9],
    ]);
  });
});

describe('setSlice', () => {
  test('moves a part of the target onto another, as if by a copy', () => {
    const y = ml.arange(5);
    ml.setSlice(y, [[1, null]], y.slice([0, -1]) as ml.Tensor);
    expect(y.toArray()).toEqual([0, 0, 1, 2, 3]);
  });
});
