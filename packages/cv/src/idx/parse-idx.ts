import { type DType, formatShape, fromBuffer, type Shape, type Tensor } from '@ml/tensor';
import { IdxError } from './idx-error.ts';

/** The third byte of the magic number: what an element is, and the type of ours that holds all its values. */
const kinds: Readonly<
  Record<number, { bytes: 1 | 2 | 4 | 8; dtype: DType; read: (view: DataView, at: number) => number }>
> = {
  8: { bytes: 1, dtype: 'uint8', read: (view, at) => view.getUint8(at) },
  9: { bytes: 1, dtype: 'int32', read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, dtype: 'int32', read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, dtype: 'int32', read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, dtype: 'float32', read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, dtype: 'float64', read: (view, at) => view.getFloat64(at) },
};

const arrays = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array, float64: Float64Array } as const;

/** Files have at most this many axes; the largest known has four. */
const mostAxes = 8;

/**
 * Reads an IDX file, the format of MNIST: two zero bytes, the type, the number of axes, their lengths, and the elements, all
 * big-endian. Bytes stay uint8; signed bytes and 16-bit numbers become int32.
 *
 * @shape as the file says
 * @throws {IdxError} when the bytes are not an IDX file, or are more or fewer than its header says
 * @special compressed files must be unpacked first: the message says so where it finds gzip
 * @reference http://yann.lecun.com/exdb/mnist, section "File formats"
 * @example
 * parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 255])).toArray() // => [7, 0, 255]
 */
export function parseIdx(file: Uint8Array): Tensor {
  if (file.length < 4) throw new IdxError(`parseIdx: ${file.length} bytes are too few for an IDX file`);
  if (file[0] === 0x1f && file[1] === 0x8b)
    throw new IdxError('parseIdx: the file is compressed with gzip; unpack it first');
  const [zero, alsoZero, code, axes] = file;
  const kind = kinds[code];
  if (zero !== 0 || alsoZero !== 0 || kind === undefined) {
    const magic = [...file.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new IdxError(`parseIdx: not an IDX file: it begins with ${magic}`);
  }
  if (axes > mostAxes) throw new IdxError(`parseIdx: ${axes} axes are more than ${mostAxes}`);
  const start = 4 + 4 * axes;
  if (file.length < start) throw new IdxError(`parseIdx: the file ends inside its header of ${start} bytes`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = elementCount(shape);
  if (file.length - start !== size * kind.bytes) {
    throw new IdxError(
      `parseIdx: ${formatShape(shape)} of ${kind.bytes}-byte elements takes ${size * kind.bytes} bytes, but ${file.length - start} follow the header`,
    );
  }
  if (code === 8) return fromBuffer(file.subarray(start), shape) as Tensor;
  const values = new arrays[kind.dtype as keyof typeof arrays](size);
  for (let i = 0; i < size; i++) values[i] = kind.read(view, start + i * kind.bytes);
  return fromBuffer(values, shape) as Tensor;
}

/** Lengths up to 2³² each: a product beyond what can be counted is beyond what a file can hold. */
function elementCount(shape: Shape): number {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!Number.isSafeInteger(size))
    throw new IdxError(`parseIdx: a header that claims ${formatShape(shape)} cannot be true`);
  return size;
}
