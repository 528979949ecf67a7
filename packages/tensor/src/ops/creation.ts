// Tensors from JavaScript data: nested arrays, typed arrays, raw bytes.
import { bytesPerElement, type DType, type TypedArray } from '../dtype.ts';
import { DTypeError, describeValue, ShapeError } from '../errors.ts';
import { sizeOf } from '../layout.ts';
import type { Check, Known, NestedNumbers, NestedShape, Ok, Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { readNested } from './creation-nested.ts';
import { type CreationOptions, checkShape, chosenDType } from './creation-options.ts';

/**
 * A tensor holding a copy of JavaScript data.
 *
 * Numbers become float32, whether they have a fraction or not, and booleans bool; a typed array keeps its own type.
 * As integers, numbers lose their fraction and wrap like a typed-array store.
 *
 * @shape data nested d₀ × d₁ × … → [d₀, d₁, …]; a number → []
 * @throws {ShapeError} when arrays at one level differ in length, naming the place
 * @throws {DTypeError} when an element is neither a number nor a boolean
 * @example
 * tensor([[1, 2], [3, 4]]).shape // => [2, 2]
 * tensor([true, false]).dtype // => 'bool'
 * tensor(new Int32Array([1, 2])).dtype // => 'int32'
 */
export function tensor<const D extends NestedNumbers>(
  data: Check<D, NestedShape<D>>,
  options?: CreationOptions,
): Tensor<Ok<NestedShape<D>>>;
export function tensor(data: NestedNumbers, options: CreationOptions = {}): Tensor {
  const own = typedArrayType(data);
  if (own !== undefined)
    return fromValues(data as TypedArray, [(data as TypedArray).length], chosenDType('tensor', options, own));
  const { values, shape, onlyBooleans } = readNested('tensor', data);
  return fromValues(values, shape, chosenDType('tensor', options, onlyBooleans ? 'bool' : 'float32'));
}

/** A new tensor with these elements in row-major order, converted to `dtype`. */
export function fromValues(values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const out = allocate(shape, dtype);
  const target = heapView(out);
  if (dtype === 'bool') for (let i = 0; i < values.length; i++) target[i] = values[i] === 0 ? 0 : 1;
  else target.set(values);
  return out;
}

/** The element type of a typed array a tensor can be made of; undefined for anything else. */
export function typedArrayType(data: unknown): DType | undefined {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return 'uint8';
  return undefined;
}

/**
 * A tensor whose bytes are a copy of a buffer's, read as little-endian elements.
 *
 * Nothing is converted: `dtype` says how the bytes are read. Without it a typed array is read as its own type and a
 * bare buffer as float32.
 *
 * @shape data size(shape) elements → shape
 * @throws {ShapeError} when the number of bytes is not exactly what shape and dtype need
 * @throws {DTypeError} when `data` is neither a buffer nor a view of one
 * @special as bool, every byte but 0 is true
 * @example
 * fromBuffer(new Uint8Array([1, 0, 0, 0, 2, 0, 0, 0]), [2], { dtype: 'int32' }).toArray() // => [1, 2]
 */
export function fromBuffer<const S extends Shape>(
  data: ArrayBufferLike | ArrayBufferView,
  shape: readonly [...S],
  options?: CreationOptions,
): Tensor<Known<S>>;
export function fromBuffer(
  data: ArrayBufferLike | ArrayBufferView,
  shape: Shape,
  options: CreationOptions = {},
): Tensor {
  const dtype = chosenDType('fromBuffer', options, typedArrayType(data) ?? 'float32');
  checkShape('fromBuffer', shape);
  const bytes = bytesOf(data);
  const width = bytesPerElement(dtype);
  if (bytes.length !== sizeOf(shape) * width) {
    const needed = sizeOf(shape);
    throw new ShapeError({
      op: 'fromBuffer',
      problem: `${bytes.length} bytes are not ${needed} ${dtype} element${needed === 1 ? '' : 's'} of ${width} byte${width === 1 ? '' : 's'}`,
      shapes: [shape],
    });
  }
  if (dtype === 'bool') return fromValues(bytes, shape, dtype);
  const out = allocate([...shape], dtype);
  const target = heapView(out);
  new Uint8Array(target.buffer, target.byteOffset, bytes.length).set(bytes);
  return out;
}

function bytesOf(data: ArrayBufferLike | ArrayBufferView): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const shared = typeof SharedArrayBuffer !== 'undefined' && (data as unknown) instanceof SharedArrayBuffer;
  if (shared || (data as unknown) instanceof ArrayBuffer) return new Uint8Array(data);
  throw new DTypeError(`fromBuffer: expected an ArrayBuffer or a view of one, not ${describeValue(data)}`);
}
