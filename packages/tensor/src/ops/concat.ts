import { promoteTypes } from '../dtype.ts';
import { ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Check, Concat, Ok, Shape, ShapesOf } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { assign } from './assign.ts';
import { cast } from './cast.ts';

export const concatPrimitive = definePrimitive(
  'concat',
  (xs: readonly Tensor[], { axis }: { axis: number }): [Tensor] => {
    const shape = [...xs[0].shape];
    shape[axis] = xs.reduce((total, x) => total + x.shape[axis], 0);
    const out = allocate<Shape>(shape, xs[0].dtype);
    let offset = 0;
    for (const x of xs) {
      assign(out, out.strides, offset, x);
      offset += x.shape[axis] * out.strides[axis];
    }
    return [out];
  },
);

/**
 * Tensors put one after the other along an axis they have already; all other axes must agree. The type is the latest of
 * theirs in bool < uint8 < int32 < float32 < float64.
 *
 * @shape [2, 3], [4, 3], axis 0 → [6, 3]
 * @throws {ShapeError} when there are no tensors, or another axis differs
 * @example
 * concat([tensor([[1, 2]]), tensor([[3, 4], [5, 6]])]).toArray() // => [[1, 2], [3, 4], [5, 6]]
 */
export function concat<const Ts extends readonly Tensor[], Ax extends number = 0>(
  tensors: Check<readonly [...Ts], Concat<ShapesOf<Ts>, Ax>>,
  axis?: Ax,
): Tensor<Ok<Concat<ShapesOf<Ts>, Ax>>>;
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  requireTensors('concat', tensors);
  if (tensors.length === 0) throw new ShapeError({ op: 'concat', problem: 'expected at least one tensor', shapes: [] });
  const shapes = tensors.map((x) => x.shape);
  const along = normalizeAxis('concat', axis, shapes[0]);
  for (const shape of shapes) checkAgreement(shapes, shape, along);
  const dtype = tensors.map((x) => x.dtype).reduce(promoteTypes);
  return apply(
    concatPrimitive,
    tensors.map((x) => cast(x, dtype)),
    { axis: along },
  )[0];
}

function checkAgreement(shapes: readonly Shape[], shape: Shape, along: number): void {
  const [first] = shapes;
  if (shape.length !== first.length) {
    throw new ShapeError({ op: 'concat', problem: `ranks differ: ${first.length} vs ${shape.length}`, shapes });
  }
  for (let axis = 0; axis < shape.length; axis++) {
    if (axis !== along && shape[axis] !== first[axis]) {
      throw new ShapeError({
        op: 'concat',
        problem: `axis ${axis} differs: ${first[axis]} vs ${shape[axis]}`,
        shapes,
        axis,
      });
    }
  }
}
