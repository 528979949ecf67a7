import { bytesPerElement, type DType, type TypedArray } from './dtype.ts';
import { heap } from './engine/heap.ts';
import { adopt, forget, leaveToCollector, type Scope } from './engine/scope.ts';
import { Storage } from './engine/storage.ts';
import { DisposedError, formatShape } from './errors.ts';
import { contiguousStrides, isContiguous, sizeOf } from './layout.ts';
import type { TensorMethods } from './methods.ts';
import type { Shape } from './shape-types.ts';

/** What a recorder of gradients hangs on a tensor: opaque here, counted like storage. */
export interface Tracer {
  retain(): void;
  release(): void;
}

/**
 * Who frees a handle: the scope it is made in (or the garbage collector outside every scope), always the collector
 * (parameters), or whoever made it, by hand (values saved for a gradient).
 */
export type Owner = 'scope' | 'collector' | 'maker';

/**
 * An n-dimensional array: a view of a block of the engine's heap, described by shape, strides and offset (in elements).
 *
 * Reshape, transpose, slice, expand and flip make views and copy nothing. Tensors are values: operations return new
 * tensors and never change their arguments. `Tensor<[2, 3]>` carries its shape in its type where it is known;
 * `Tensor` alone is any shape.
 *
 * Nobody has to free tensors: `tidy`, a training step or `fit` free what was made inside them, the garbage collector
 * frees the rest, and `using t = …` or `t.dispose()` free one at once.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface below lists the installed methods
export class Tensor<out S extends Shape = Shape> {
  readonly shape: Readonly<S>;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** Elements lie in row-major order without gaps. */
  readonly isContiguous: boolean;

  /** @internal the scope that frees this handle; null: the garbage collector or its maker */
  scope: Scope | null = null;
  /** @internal the node of the gradient graph that made this tensor; null when nobody records */
  tracer: Tracer | null = null;
  #storage: Storage | null;

  /** @internal use `tensor`, `zeros`, … ; takes over one reference to `storage` */
  constructor(
    storage: Storage,
    dtype: DType,
    shape: S,
    strides: readonly number[],
    offset: number,
    owner: Owner = 'scope',
  ) {
    this.#storage = storage;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = sizeOf(shape);
    this.isContiguous = isContiguous(shape, strides);
    if (owner === 'scope') adopt(this, storage);
    else if (owner === 'collector') leaveToCollector(this, storage);
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** @internal the block of the heap this is a view of */
  get storage(): Storage {
    if (this.#storage === null) throw disposed(this.shape);
    return this.#storage;
  }

  /** @internal byte address of the first element */
  get address(): number {
    const start = this.storage.address;
    return this.offset === 0 ? start : start + this.offset * bytesPerElement(this.dtype);
  }

  get isDisposed(): boolean {
    return this.#storage === null;
  }

  /** Gives this handle's memory back at once; views of the same storage stay valid. Calling it twice does nothing. */
  dispose(): void {
    const storage = this.#storage;
    if (storage === null) return;
    forget(this);
    this.#storage = null;
    this.tracer?.release();
    this.tracer = null;
    storage.release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

// The operations as methods: declared in methods.ts beside the functions they delegate to, installed on the prototype.
export interface Tensor<out S extends Shape = Shape> extends TensorMethods<S> {}

export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

function disposed(shape: Shape): DisposedError {
  return new DisposedError(
    `this tensor of shape ${formatShape(shape)} was freed when its scope (tidy, a training step, fit) ended or by dispose(); ` +
      'return it from the scope or keep() it',
  );
}

/** A new contiguous tensor whose elements are not yet written. */
export function allocate<const S extends Shape>(shape: S, dtype: DType, owner: Owner = 'scope'): Tensor<S> {
  const storage = new Storage(sizeOf(shape) * bytesPerElement(dtype));
  return new Tensor<S>(storage, dtype, shape, contiguousStrides(shape), 0, owner);
}

/** Another view of the same storage. */
export function viewOf<const S extends Shape>(
  base: Tensor,
  shape: S,
  strides: readonly number[],
  offset: number,
  owner: Owner = 'scope',
): Tensor<S> {
  return new Tensor<S>(base.storage.retain(), base.dtype, shape, strides, offset, owner);
}

/** The elements of a contiguous tensor as a typed view of the heap; valid until the next allocation. */
export function heapView(x: Tensor): TypedArray {
  const start = x.address / bytesPerElement(x.dtype);
  return heapArray(x.dtype).subarray(start, start + x.size);
}

/** The whole heap as an array of one element type. */
export function heapArray(dtype: DType): TypedArray {
  switch (dtype) {
    case 'float32':
      return heap.f32;
    case 'float64':
      return heap.f64;
    case 'int32':
      return heap.i32;
    default:
      return heap.u8;
  }
}

/** Index of the first element of `x` in `heapArray(x.dtype)`. */
export function heapIndex(x: Tensor): number {
  return x.storage.address / bytesPerElement(x.dtype) + x.offset;
}
