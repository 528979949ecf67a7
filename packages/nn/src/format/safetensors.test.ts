import { fc, test as property } from '@fast-check/vitest';
import { fromBuffer, memory, type Tensor, tensor, tidy, toTypedArray, zeros } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../fixture.testing.ts';
import { halfToNumber } from './element-format.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** A file with this header, and `data` bytes of data after it. */
function file(header: unknown, data = 0): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (dtype: unknown, shape: unknown, offsets: unknown) => ({ dtype, shape, data_offsets: offsets });

describe('files written by hand in Python', () => {
  test('all types that are kept, a scalar, an empty tensor, metadata', () => {
    const bytes = readFixture('canonical.safetensors');
    const { tensors, metadata } = decodeSafetensors(bytes);
    expect(metadata).toEqual({ format: 'pt', größe: 'µ 語' });
    const values = Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, [x.dtype, x.toArray()]]));
    expect(values).toEqual({
      double: [
        'float64',
        [
          [Math.PI, -1e300],
          [5e-324, Infinity],
        ],
      ],
      bias: ['float32', [0.5, -0.25, 3]],
      'h.0.weight': [
        'float32',
        [
          [0, 1, 2],
          [3, 4, 5],
        ].map((row) => row.map((k) => Math.fround(Math.fround(k) / 7))),
      ],
      scalar: ['float32', 2.5],
      ids: ['int32', [-(2 ** 31), 0, 2 ** 31 - 1]],
      bytes: ['uint8', [[0, 127, 255]]],
      empty: ['uint8', []],
      mask: ['bool', [true, false, true]],
    });
    expect(tensors.empty.shape).toEqual([0, 4]);
    // Whatever the order they are given in, the same tensors make the same file.
    const shuffled = Object.fromEntries(Object.entries(tensors).reverse());
    expect(encodeSafetensors(shuffled, metadata)).toEqual(new Uint8Array(bytes));
  });

  test('half, bfloat16 and int64 are widened, whatever the alignment', () => {
    const { tensors, metadata } = decodeSafetensors(readFixture('foreign.safetensors'));
    expect(metadata).toEqual({});
    expect(tensors.half.toArray()).toEqual([0.333251953125, -65504, 2 ** -24, 1007 * 2 ** -24, Infinity, -0]);
    expect(tensors.brain.toArray()).toEqual([1, -3.140625, 2 ** -126, Infinity]);
    expect(tensors.long.toArray()).toEqual([[-5], [2147483647]]);
    expect(tensors.mask.toArray()).toEqual([true, false]);
    expect(tensors.float.toArray()).toEqual([1.5]);
    expect([tensors.half, tensors.brain, tensors.long].map((x) => x.dtype)).toEqual(['float32', 'float32', 'int32']);
  });

  test('a view into a larger buffer reads the same', () => {
    const bytes = readFixture('foreign.safetensors');
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeSafetensors(larger.subarray(3)).tensors.long.toArray()).toEqual([[-5], [2147483647]]);
  });
});

test('every half there is is the float32 it should be', () => {
  // Counting up through the positive finite halves, each is larger than the one before, and 2⁻²⁴ is the smallest step.
  for (let bits = 1; bits < 0x7c00; bits++) {
    expect(halfToNumber(bits)).toBeGreaterThan(halfToNumber(bits - 1));
    if (Math.fround(halfToNumber(bits)) !== halfToNumber(bits)) throw new Error(`${bits} is not exact`);
  }
  expect(halfToNumber(0x7c01)).toBeNaN();
  expect(halfToNumber(0xfc00)).toBe(-Infinity);
  expect(Object.is(halfToNumber(0x8000), -0)).toBe(true);
});

const contents = fc.dictionary(
  fc.string({ maxLength: 8 }).filter((name) => name !== '__metadata__'),
  fc.oneof(
    fc.float32Array({ maxLength: 9 }),
    fc.float64Array({ maxLength: 9 }),
    fc.int32Array({ maxLength: 9 }),
    fc.uint8Array({ maxLength: 9 }),
  ),
  { maxKeys: 6, noNullPrototype: false },
);

property.prop([contents, fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 })])(
  'what is written is what is read',
  (arrays, metadata) => {
    const tensors = Object.fromEntries(
      Object.entries(arrays).map(([name, values]) => [name, fromBuffer(values, [values.length]) as Tensor]),
    );
    const back = decodeSafetensors(encodeSafetensors(tensors, metadata));
    expect(Object.keys(back.tensors).sort()).toEqual(Object.keys(arrays).sort());
    for (const [name, values] of Object.entries(arrays)) expect(toTypedArray(back.tensors[name])).toEqual(values);
    expect(Object.entries(back.metadata).sort()).toEqual(Object.entries(metadata).sort());
  },
);

property.prop([fc.nat(), fc.nat({ max: 255 })], { numRuns: 300 })(
  'a changed byte is read as something or refused by name',
  (at, value) => {
    const bytes = new Uint8Array(readFixture('canonical.safetensors'));
    bytes[at % bytes.length] = value;
    try {
      decodeSafetensors(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(SafetensorsError);
    }
  },
);

test('cut off anywhere it is refused', () => {
  const bytes = readFixture('canonical.safetensors');
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(SafetensorsError);
  }
});

describe('hostile files', () => {
  const cases: [name: string, bytes: Uint8Array, message: string][] = [
    ['nothing', new Uint8Array(), 'the file has 0 bytes'],
    [
      'a header longer than any',
      new Uint8Array(8).fill(255),
      'the header would be 18446744073709551615 bytes long, more than 100000000',
    ],
    [
      'a header longer than the file',
      new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0, 0x7b]),
      'the file ends after 1: truncated?',
    ],
    ['an empty header', new Uint8Array(8), "the header does not begin with '{'"],
    ['spaces before the header', file(' {}'), "the header does not begin with '{'"],
    ['not JSON', file('{a}'), 'the header is not JSON'],
    ['not UTF-8', file('{"\ud800"}').fill(0xff, 10, 12), 'the header is not JSON'],
    ['an array as an entry', file({ a: [] }), "tensor 'a': its entry is not an object"],
    ['null as an entry', file({ a: null }), "tensor 'a': its entry is not an object"],
    [
      'an unknown type',
      file({ a: entry('F8_E4M3', [1], [0, 1]) }, 1),
      `tensor 'a': dtype "F8_E4M3" is not one of F64, F32`,
    ],
    ['a type of Object', file({ a: entry('constructor', [1], [0, 1]) }, 1), `dtype "constructor" is not one of`],
    ['a negative size', file({ a: entry('U8', [-1, -1], [0, 1]) }, 1), 'shape is not a list of whole numbers ≥ 0'],
    ['a fraction', file({ a: entry('U8', [0.5, 2], [0, 1]) }, 1), 'shape is not a list of whole numbers ≥ 0'],
    ['a huge rank', file({ a: entry('U8', Array(65).fill(1), [0, 1]) }, 1), 'shape is not a list of whole numbers ≥ 0'],
    ['a product beyond 2⁵³', file({ a: entry('U8', [2 ** 32, 2 ** 32, 0], [0, 0]) }), 'shape is too large to count'],
    [
      'more elements than bytes',
      file({ a: entry('F32', [2], [0, 4]) }, 4),
      'F32 of shape [2] takes 8 bytes, data_offsets span 4',
    ],
    ['offsets the wrong way', file({ a: entry('U8', [1], [1, 0]) }, 1), 'data_offsets is not [begin, end]'],
    ['one offset', file({ a: entry('U8', [1], [0]) }, 1), 'data_offsets is not [begin, end]'],
    [
      'a place beyond the end',
      file({ a: entry('U8', [9], [0, 9]) }, 4),
      'the data should be 9 bytes long, but has 4: truncated?',
    ],
    [
      'a byte used twice',
      file({ a: entry('U8', [2], [0, 2]), b: entry('U8', [2], [1, 3]) }, 3),
      "tensor 'b': begins at byte 1",
    ],
    [
      'a hole',
      file({ a: entry('U8', [1], [0, 1]), b: entry('U8', [1], [2, 3]) }, 3),
      "tensor 'b': begins at byte 2 of the data, expected 1",
    ],
    [
      'a name twice',
      file(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
        2,
      ),
      'begins at byte 1',
    ],
    ['bytes left over', file({ a: entry('U8', [1], [0, 1]) }, 3), '2 bytes follow the last tensor'],
    ['metadata that is no object', file({ __metadata__: 'x' }), '__metadata__ is not an object'],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), '__metadata__.a is not a string'],
  ];

  test.each(cases)('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test('an integer beyond int32, a bool beyond 1', () => {
    const long = file({ a: entry('I64', [1], [0, 8]) }, 8);
    long[long.length - 1] = 1;
    expect(() => decodeSafetensors(long)).toThrow("tensor 'a': element 0 is 72057594037927936, beyond int32");
    const truth = file({ a: entry('BOOL', [2], [0, 2]) }, 2);
    truth[truth.length - 1] = 2;
    expect(() => decodeSafetensors(truth)).toThrow("tensor 'a': element 1 of a BOOL is 2, neither 0 nor 1");
  });

  test('names of the prototype are names', () => {
    const text = '{"__metadata__":{"__proto__":"x"},"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const { tensors, metadata } = decodeSafetensors(file(text, 1));
    expect(Object.keys(tensors)).toEqual(['__proto__']);
    expect(Object.entries(metadata)).toEqual([['__proto__', 'x']]);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
    expect(encodeSafetensors(tensors, metadata).length).toBeGreaterThan(0);
  });
});

test('a strided view is written in row-major order', () => {
  const x: Tensor = tensor([
    [1, 2],
    [3, 4],
  ]).transpose();
  expect(decodeSafetensors(encodeSafetensors({ x })).tensors.x.toArray()).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test('a tensor cannot take the name of the metadata', () => {
  expect(() => encodeSafetensors({ __metadata__: zeros([1]) })).toThrow("a tensor cannot be named '__metadata__'");
});

test('reading and writing leave nothing behind', () => {
  const bytes = readFixture('canonical.safetensors');
  const live: number[] = [];
  for (let i = 0; i < 200; i++) {
    tidy(() => {
      encodeSafetensors({ ...decodeSafetensors(bytes).tensors, t: zeros([2, 3]).transpose() });
    });
    live.push(memory.report().liveBytes);
  }
  expect(live.at(-1)).toBe(live[1]);
});
