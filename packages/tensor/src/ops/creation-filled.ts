// Tensors of one value, and the identity matrix.
import type { DType } from '../dtype.ts';
import type { Known, Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { checkNumbers } from './argument-checks.ts';
import { type CreationOptions, checkShape, chosenDType } from './creation-options.ts';

function filled(op: string, shape: Shape, value: number, options: CreationOptions, fallback: DType): Tensor {
  checkShape(op, shape);
  const dtype = chosenDType(op, options, fallback);
  const out = allocate([...shape], dtype);
  heapView(out).fill(dtype === 'bool' ? Number(value !== 0) : value);
  return out;
}

/**
 * A tensor of zeros, float32 unless `dtype` says otherwise.
 *
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @example
 * zeros([2, 3]).toArray() // => [[0, 0, 0], [0, 0, 0]]
 */
export function zeros<const S extends Shape>(shape: readonly [...S], options?: CreationOptions): Tensor<Known<S>>;
export function zeros(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled('zeros', shape, 0, options, 'float32');
}

/**
 * A tensor of ones, float32 unless `dtype` says otherwise.
 *
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @example
 * ones([3], { dtype: 'int32' }).toArray() // => [1, 1, 1]
 */
export function ones<const S extends Shape>(shape: readonly [...S], options?: CreationOptions): Tensor<Known<S>>;
export function ones(shape: Shape, options: CreationOptions = {}): Tensor {
  return filled('ones', shape, 1, options, 'float32');
}

/**
 * A tensor of one value repeated: bool for a boolean, otherwise float32, unless `dtype` says otherwise.
 *
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @example
 * full([2], 7.5).toArray() // => [7.5, 7.5]
 */
export function full<const S extends Shape>(
  shape: readonly [...S],
  value: number | boolean,
  options?: CreationOptions,
): Tensor<Known<S>>;
export function full(shape: Shape, value: number | boolean, options: CreationOptions = {}): Tensor {
  return filled('full', shape, fillValue('full', value), options, typeof value === 'boolean' ? 'bool' : 'float32');
}

function fillValue(op: string, value: unknown): number {
  if (typeof value === 'boolean') return Number(value);
  checkNumbers(op, { value });
  return value as number;
}

/**
 * Zeros in the shape and, unless `dtype` says otherwise, the type of `x`.
 *
 * @example
 * zerosLike(tensor([1, 2])).toArray() // => [0, 0]
 */
export function zerosLike<S extends Shape>(x: Tensor<S>, options: CreationOptions = {}): Tensor<S> {
  return filled('zerosLike', x.shape, 0, options, x.dtype) as Tensor as Tensor<S>;
}

/**
 * Ones in the shape and, unless `dtype` says otherwise, the type of `x`.
 *
 * @example
 * onesLike(tensor([3, 4])).toArray() // => [1, 1]
 */
export function onesLike<S extends Shape>(x: Tensor<S>, options: CreationOptions = {}): Tensor<S> {
  return filled('onesLike', x.shape, 1, options, x.dtype) as Tensor as Tensor<S>;
}

/**
 * One value repeated in the shape and, unless `dtype` says otherwise, the type of `x`.
 *
 * @example
 * fullLike(tensor([3, 4]), -1).toArray() // => [-1, -1]
 */
export function fullLike<S extends Shape>(
  x: Tensor<S>,
  value: number | boolean,
  options: CreationOptions = {},
): Tensor<S> {
  return filled('fullLike', x.shape, fillValue('fullLike', value), options, x.dtype) as Tensor as Tensor<S>;
}

/**
 * A matrix with ones on its main diagonal and zeros elsewhere.
 *
 * @shape → [rows, columns]
 * @param columns as many as rows unless given
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @example
 * eye(2, 3).toArray() // => [[1, 0, 0], [0, 1, 0]]
 */
export function eye<const N extends number, const M extends number = N>(
  rows: N,
  columns?: M,
  options?: CreationOptions,
): Tensor<[N, M]>;
export function eye(rows: number, columns: number = rows, options: CreationOptions = {}): Tensor {
  const out = filled('eye', [rows, columns], 0, options, 'float32');
  const values = heapView(out);
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * (columns + 1)] = 1;
  return out;
}
