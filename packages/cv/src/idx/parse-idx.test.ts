import { describe, expect, test } from 'vitest';
import { IdxError } from './idx-error.ts';
import { parseIdx } from './parse-idx.ts';

/** A file of the given kind and shape, its elements written by `set`. */
function file(
  code: number,
  shape: number[],
  bytes: number,
  set: (view: DataView, at: number, i: number) => void,
): Uint8Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const start = 4 + 4 * shape.length;
  const out = new Uint8Array(start + size * bytes);
  const view = new DataView(out.buffer);
  out.set([0, 0, code, shape.length]);
  for (const [axis, length] of shape.entries()) view.setUint32(4 + 4 * axis, length);
  for (let i = 0; i < size; i++) set(view, start + i * bytes, i);
  return out;
}

describe('parseIdx', () => {
  test.each([
    { code: 8, bytes: 1, dtype: 'uint8', values: [0, 127, 128, 255], set: 'setUint8' },
    { code: 9, bytes: 1, dtype: 'int32', values: [0, 127, -128, -1], set: 'setInt8' },
    { code: 11, bytes: 2, dtype: 'int32', values: [0, 32767, -32768, 258], set: 'setInt16' },
    { code: 12, bytes: 4, dtype: 'int32', values: [0, 2 ** 31 - 1, -(2 ** 31), 66051], set: 'setInt32' },
    { code: 13, bytes: 4, dtype: 'float32', values: [0, 1.5, -Infinity, 2 ** -140], set: 'setFloat32' },
    { code: 14, bytes: 8, dtype: 'float64', values: [0, 0.1, Number.NaN, 1e300], set: 'setFloat64' },
  ] as const)('reads kind $code as $dtype, the highest byte first', ({ code, bytes, dtype, values, set }) => {
    const x = parseIdx(file(code, [2, 2], bytes, (view, at, i) => view[set](at, values[i])));
    expect(x.dtype).toBe(dtype);
    expect(x.toArray()).toEqual([values.slice(0, 2), values.slice(2)]);
  });

  test('reads scalars, empty files, and files that lie inside a larger buffer', () => {
    expect(parseIdx(file(8, [], 1, (view, at) => view.setUint8(at, 9))).item()).toBe(9);
    expect(parseIdx(file(13, [0, 28], 4, () => undefined)).shape).toEqual([0, 28]);
    const inner = file(11, [2], 2, (view, at, i) => view.setInt16(at, i + 1));
    const outer = new Uint8Array(inner.length + 3);
    outer.set(inner, 3);
    expect(parseIdx(outer.subarray(3)).toArray()).toEqual([1, 2]);
  });

  const good = file(8, [2, 3], 1, (view, at, i) => view.setUint8(at, i));
  const changed = (at: number, value: number): Uint8Array => good.map((byte, i) => (i === at ? value : byte));
  test.each([
    { name: 'nothing', bytes: new Uint8Array(), message: '0 bytes are too few' },
    { name: 'gzip', bytes: new Uint8Array([0x1f, 0x8b, 8, 0, 0]), message: 'compressed with gzip; unpack it first' },
    { name: 'text', bytes: new TextEncoder().encode('<html>'), message: 'not an IDX file: it begins with 3c 68 74 6d' },
    { name: 'an unknown kind', bytes: changed(2, 10), message: 'begins with 00 00 0a 02' },
    { name: 'many axes', bytes: changed(3, 200), message: '200 axes are more than 8' },
    { name: 'a cut header', bytes: good.subarray(0, 9), message: 'ends inside its header of 12 bytes' },
    {
      name: 'a cut file',
      bytes: good.subarray(0, -1),
      message: '[2, 3] of 1-byte elements takes 6 bytes, but 5 follow',
    },
    {
      name: 'more than it says',
      bytes: changed(7, 1),
      message: '[1, 3] of 1-byte elements takes 3 bytes, but 6 follow',
    },
    { name: 'a huge claim', bytes: changed(4, 255), message: 'bytes, but 6 follow the header' },
  ])('refuses $name', ({ bytes, message }) => {
    expect(() => parseIdx(bytes)).toThrow(IdxError);
    expect(() => parseIdx(bytes)).toThrow(message);
  });

  test('refuses lengths whose product cannot be counted', () => {
    const bytes = new Uint8Array(16).fill(255);
    bytes.set([0, 0, 8, 3]);
    expect(() => parseIdx(bytes)).toThrow('cannot be true');
  });
});
