// How elements are written in a file, and the type they have in memory. Files are little-endian, as is the heap.
import { allocate, type DType, heapView, type Shape, type Tensor } from '@ml/tensor';
import { SafetensorsError } from './safetensors-error.ts';

export interface ElementFormat {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly dtype: DType;
  /** Writes what the file's bytes say to new elements; null where memory has the bytes of the file. */
  readonly widen: ((out: ReturnType<typeof heapView>, file: DataView, name: string) => void) | null;
}

const formats: Readonly<Record<string, ElementFormat>> = {
  F64: { bytes: 8, dtype: 'float64', widen: null },
  F32: { bytes: 4, dtype: 'float32', widen: null },
  F16: { bytes: 2, dtype: 'float32', widen: each((file, at) => halfToNumber(file.getUint16(at, true)), 2) },
  BF16: { bytes: 2, dtype: 'float32', widen: each((file, at) => bfloatToNumber(file.getUint16(at, true)), 2) },
  I64: { bytes: 8, dtype: 'int32', widen: each(smallInteger, 8) },
  I32: { bytes: 4, dtype: 'int32', widen: null },
  U8: { bytes: 1, dtype: 'uint8', widen: null },
  BOOL: { bytes: 1, dtype: 'bool', widen: each(truth, 1) },
};

/** How each type is written, and its place in the order of the reference implementation. */
const written: Readonly<Record<DType, { readonly code: string; readonly bytes: number; readonly rank: number }>> = {
  float64: { code: 'F64', bytes: 8, rank: 4 },
  float32: { code: 'F32', bytes: 4, rank: 3 },
  int32: { code: 'I32', bytes: 4, rank: 2 },
  uint8: { code: 'U8', bytes: 1, rank: 1 },
  bool: { code: 'BOOL', bytes: 1, rank: 0 },
};

export const readableFormats = Object.keys(formats);

export function formatNamed(name: string): ElementFormat | undefined {
  return Object.hasOwn(formats, name) ? formats[name] : undefined;
}

export function formatOf(dtype: DType): (typeof written)[DType] {
  return written[dtype];
}

type ReadElement = (file: DataView, at: number, name: string) => number;

function each(read: ReadElement, bytes: number): NonNullable<ElementFormat['widen']> {
  return (out, file, name) => {
    for (let i = 0; i < out.length; i++) out[i] = read(file, i * bytes, name);
  };
}

/**
 * IEEE half precision: 1 sign, 5 exponent, 10 fraction bits. Every value is exact in float32.
 *
 * @example
 * halfToNumber(0x3555) // => 0.333251953125
 */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloatToNumber(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

function smallInteger(file: DataView, at: number, name: string): number {
  const value = file.getBigInt64(at, true);
  if (value !== BigInt.asIntN(32, value)) {
    throw new SafetensorsError(`tensor '${name}': element ${at / 8} is ${value}, beyond int32`);
  }
  return Number(value);
}

function truth(file: DataView, at: number, name: string): number {
  const value = file.getUint8(at);
  if (value > 1) throw new SafetensorsError(`tensor '${name}': element ${at} of a BOOL is ${value}, neither 0 nor 1`);
  return value;
}

/** The bytes of contiguous elements in memory. */
export function bytesOf(x: Tensor): Uint8Array {
  const view = heapView(x);
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** A new tensor from the bytes of a file. */
export function readElements(name: string, format: ElementFormat, shape: Shape, bytes: Uint8Array): Tensor {
  const out = allocate<Shape>([...shape], format.dtype);
  if (format.widen === null) bytesOf(out).set(bytes);
  else format.widen(heapView(out), new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), name);
  return out;
}
