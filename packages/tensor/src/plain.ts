// Out of the heap: numbers, nested arrays, typed arrays, and plain data that can cross to a worker or a file.
import { type DType, dtypes, isDType, type TypedArray } from './dtype.ts';
import { DTypeError, ShapeError } from './errors.ts';
import { sizeOf } from './layout.ts';
import { requireTensor } from './ops/argument-checks.ts';
import { rowMajor } from './ops/contiguous.ts';
import { fromValues } from './ops/creation.ts';
import type { Shape } from './shape-types.ts';
import { heapArray, heapIndex, heapView, type Tensor } from './tensor.ts';

/** Numbers (booleans for a bool tensor) nested as deep as the tensor has axes; a bare one for a 0-d tensor. */
export type NestedArray = number | boolean | NestedArray[];

/** Nested as deep as the shape is long; of any depth where the rank is unknown. */
export type ArrayOf<S extends Shape> = number extends S['length']
  ? NestedArray
  : S extends readonly [unknown, ...infer Rest extends Shape]
    ? ArrayOf<Rest>[]
    : number;

/**
 * The elements as nested JavaScript arrays; a 0-d tensor gives a number. Booleans come out as `true` and `false`.
 *
 * @example
 * toArray(tensor([[1, 2], [3, 4]])) // => [[1, 2], [3, 4]]
 */
export function toArray(x: Tensor): NestedArray {
  requireTensor('toArray', x);
  const source = heapArray(x.dtype);
  const isBool = x.dtype === 'bool';
  const { shape, strides } = x;
  function nest(axis: number, at: number): NestedArray {
    if (axis === shape.length) return isBool ? source[at] !== 0 : source[at];
    const list = new Array<NestedArray>(shape[axis]);
    const step = strides[axis];
    if (axis === shape.length - 1 && !isBool) for (let i = 0; i < list.length; i++) list[i] = source[at + i * step];
    else for (let i = 0; i < list.length; i++) list[i] = nest(axis + 1, at + i * step);
    return list;
  }
  return nest(0, heapIndex(x));
}

/**
 * The only element of `x` as a JavaScript number; 1 or 0 for a bool.
 *
 * @shape x [], [1], [1, 1], … → number
 * @throws {ShapeError} when `x` has more or fewer than one element
 * @example
 * item(tensor([[2.5]])) // => 2.5
 */
export function item(x: Tensor): number {
  requireTensor('item', x);
  if (x.size !== 1)
    throw new ShapeError({ op: 'item', problem: `expected one element, got ${x.size}`, shapes: [x.shape] });
  return heapArray(x.dtype)[heapIndex(x)];
}

/**
 * A copy of the elements in row-major order, as a typed array of the tensor's type (bytes 0 and 1 for bool).
 *
 * @example
 * toTypedArray(tensor([1.5, 2])) // => Float32Array [1.5, 2]
 */
export function toTypedArray(x: Tensor): TypedArray {
  requireTensor('toTypedArray', x);
  const packed = rowMajor(x);
  const values = heapView(packed).slice(); // slice() copies out of shared memory into an ordinary buffer
  if (packed !== x) packed.dispose();
  return values;
}

/** A tensor as data that `structuredClone`, `postMessage` and IndexedDB take. */
export interface PlainTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major elements. */
  readonly data: TypedArray;
}

/**
 * The tensor as structured-cloneable data; `fromPlain` reads it back.
 *
 * @example
 * toPlain(tensor([1, 2])) // => { dtype: 'float32', shape: [2], data: Float32Array [1, 2] }
 */
export function toPlain(x: Tensor): PlainTensor {
  requireTensor('toPlain', x);
  return { dtype: x.dtype, shape: [...x.shape], data: toTypedArray(x) };
}

const arrayTypes = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/**
 * The tensor that `toPlain` wrote down. The data may come from anywhere: everything about it is checked.
 *
 * @throws {DTypeError} when `dtype` is unknown or `data` is not a typed array of that type
 * @throws {ShapeError} when `shape` is not a list of sizes, or `data` has another number of elements
 * @example
 * fromPlain({ dtype: 'int32', shape: [2, 1], data: new Int32Array([5, 6]) }).toArray() // => [[5], [6]]
 */
export function fromPlain(plain: unknown): Tensor {
  const { dtype, shape, data } = (typeof plain === 'object' && plain !== null ? plain : {}) as Record<string, unknown>;
  if (!isDType(dtype))
    throw new DTypeError(
      `fromPlain: dtype is ${typeof dtype === 'string' ? `'${dtype}'` : typeof dtype}, expected one of ${dtypes.join(', ')}`,
    );
  if (!Array.isArray(shape) || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new ShapeError({ op: 'fromPlain', problem: 'shape is not a list of whole numbers ≥ 0', shapes: [] });
  }
  if (!(data instanceof arrayTypes[dtype])) {
    throw new DTypeError(`fromPlain: data of a ${dtype} tensor must be a ${arrayTypes[dtype].name}`);
  }
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError({
      op: 'fromPlain',
      problem: `${data.length} elements do not fill the shape`,
      shapes: [shape],
    });
  }
  return fromValues(data, [...shape], dtype);
}
