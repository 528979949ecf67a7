import { promoteTypes } from '../dtype.ts';
import { forEachPlane } from '../engine/planes.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { materialize } from './contiguous.ts';
import { stridesAcross } from './gather.ts';
import { checkIndexFits, checkIndexType, outOfRange } from './gather-index.ts';

export const scatterAddPrimitive = definePrimitive(
  'scatterAdd',
  ([x, index, source]: [Tensor, Tensor, Tensor], { axis }: { axis: number }): [Tensor] => {
    const out = materialize(x);
    const target = heapArray(x.dtype);
    const indices = heapArray(index.dtype);
    const [to, at, from] = [heapIndex(out), heapIndex(index), heapIndex(source)];
    const step = out.strides[axis];
    const size = out.shape[axis];
    const strides = [index.strides, stridesAcross(out, axis), source.strides];
    forEachPlane(index.shape, strides, ({ rows, cols, row, col }, [offsetI, offsetO, offsetS]) => {
      for (let r = 0; r < rows; r++) {
        let i = at + offsetI + r * row[0];
        let o = to + offsetO + r * row[1];
        let j = from + offsetS + r * row[2];
        for (let c = 0; c < cols; c++, i += col[0], o += col[1], j += col[2]) {
          const k = indices[i];
          if (k < 0 || k >= size) throw outOfRange('scatterAdd', k, axis, x.shape);
          target[o + k * step] += target[j];
        }
      }
    });
    return [out];
  },
);

/**
 * A copy of `x` with the elements of `source` added at the places an index array names; the adjoint of `gather`.
 *
 * out[i, index[i, j, k], k] += source[i, j, k] for axis 1
 * Places named several times collect all of theirs, in row-major order of the index, so the result is always the same.
 *
 * @shape x [d₀, …, n, …], index [e₀, …, m, …], source [f₀, …, l, …] with e ≤ d but for the axis, e ≤ f → the shape of x
 * @param index int32 or uint8, 0 ≤ index < n
 * @throws {ShapeError} when ranks differ, or index is larger than `source`, or than `x` on another axis
 * @throws {IndexError} when an index lies outside the axis; negative ones do
 * @throws {DTypeError} when index is not of an integer type
 * @example
 * scatterAdd(zeros([3]), 0, tensor([0, 2, 0], { dtype: 'int32' }), tensor([1, 2, 3])).toArray() // => [4, 0, 2]
 */
export function scatterAdd<S extends Shape>(x: Tensor<S>, axis: number, index: Tensor, source: Tensor): Tensor<S>;
export function scatterAdd(x: Tensor, axis: number, index: Tensor, source: Tensor): Tensor {
  const along = normalizeAxis('scatterAdd', axis, x.shape);
  requireTensors('scatterAdd', [index, source]);
  const shapes = [x.shape, index.shape, source.shape];
  checkIndexType('scatterAdd', index);
  checkIndexFits('scatterAdd', along, index.shape, x.shape, shapes);
  checkIndexFits('scatterAdd', null, index.shape, source.shape, shapes);
  const common = promoteTypes(x.dtype, source.dtype);
  const dtype = common === 'bool' ? 'int32' : common;
  return apply(scatterAddPrimitive, [cast(x, dtype), index, cast(source, dtype)], { axis: along })[0];
}
