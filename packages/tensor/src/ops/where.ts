// Choice between two arrays, element by element.
import { promoteTypes } from '../dtype.ts';
import { forEachPlane } from '../engine/planes.ts';
import { broadcastShapes, broadcastStrides } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Broadcast, Check, Ok, Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { withOperands } from './operand.ts';

export const wherePrimitive = definePrimitive('where', ([condition, a, b]: [Tensor, Tensor, Tensor]): [Tensor] => {
  const out = allocate<Shape>(broadcastShapes('where', condition.shape, a.shape, b.shape), a.dtype);
  const strides = [condition, a, b].map((x) => broadcastStrides(x.shape, x.strides, out.shape));
  const chosen = heapArray('bool');
  const values = heapArray(out.dtype);
  const [to, fromC, fromA, fromB] = [out, condition, a, b].map(heapIndex);
  forEachPlane(out.shape, strides, ({ rows, cols, row, col }, [offsetC, offsetA, offsetB], first) => {
    for (let r = 0; r < rows; r++) {
      let o = to + first + r * cols;
      let c = fromC + offsetC + r * row[0];
      let i = fromA + offsetA + r * row[1];
      let j = fromB + offsetB + r * row[2];
      for (let n = 0; n < cols; n++, c += col[0], i += col[1], j += col[2])
        values[o++] = chosen[c] !== 0 ? values[i] : values[j];
    }
  });
  return [out];
});

/**
 * a where the condition holds, b elsewhere, with NumPy broadcasting of all three. What is not chosen is not looked at:
 * a NaN there leaves no trace, in the value or in the gradient.
 *
 * @shape condition [...], a [...], b [...] → broadcast of all
 * @param condition bool, or any type of which everything but 0 counts as true
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * where(tensor([true, false]), tensor([1, 2]), 0).toArray() // => [1, 0]
 */
export function where<C extends Shape, A extends Shape = [], B extends Shape = []>(
  condition: Tensor<C>,
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<Ok<Broadcast<C, A>>, B, 'where'>>,
): Tensor<Ok<Broadcast<Ok<Broadcast<C, A>>, B, 'where'>>>;
export function where(condition: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  return withOperands(a, b, (x, y) => {
    const dtype = promoteTypes(x.dtype, y.dtype);
    return apply(wherePrimitive, [cast(condition, 'bool'), cast(x, dtype), cast(y, dtype)], null)[0];
  });
}

/**
 * `x` with one value wherever the mask holds.
 *
 * @shape x [...], mask broadcasts with it → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * maskedFill(tensor([1, 2, 3]), tensor([true, false, true]), -1).toArray() // => [-1, 2, -1]
 */
export function maskedFill<A extends Shape, M extends Shape>(
  x: Tensor<A>,
  mask: Check<Tensor<M>, Broadcast<A, M, 'maskedFill'>>,
  value: number,
): Tensor<Ok<Broadcast<A, M, 'maskedFill'>>>;
export function maskedFill(x: Tensor, mask: Tensor, value: number): Tensor {
  broadcastShapes('maskedFill', x.shape, mask.shape);
  return where(mask, value, x);
}
