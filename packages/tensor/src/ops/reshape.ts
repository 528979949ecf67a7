import { ShapeError } from '../errors.ts';
import { reshapeStrides, sizeOf } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Check, Flatten, Ok, Reshape, Shape } from '../shape-types.ts';
import { type Tensor, viewOf } from '../tensor.ts';
import { requireList, requireTensor } from './argument-checks.ts';
import { materialize } from './contiguous.ts';

export const reshapePrimitive = definePrimitive('reshape', ([x]: [Tensor], { shape }: { shape: Shape }): [Tensor] => {
  const strides = reshapeStrides(x.shape, x.strides, shape);
  if (strides !== null) return [viewOf(x, shape, strides, x.offset)];
  const copy = materialize(x);
  const out = reshapePrimitive.forward([copy], { shape });
  copy.dispose();
  return out;
});

/**
 * The same elements in row-major order under another shape; one size may be −1 and is worked out. A view where the
 * strides allow it, otherwise a copy.
 *
 * @shape x [...] → shape
 * @throws {ShapeError} when the number of elements differs
 * @example
 * reshape(arange(6), [2, -1]).toArray() // => [[0, 1, 2], [3, 4, 5]]
 */
export function reshape<A extends Shape, const To extends Shape>(
  x: Tensor<A>,
  shape: Check<readonly [...To], Reshape<A, To>>,
): Tensor<Ok<Reshape<A, To>>>;
export function reshape(x: Tensor, shape: Shape): Tensor {
  requireTensor('reshape', x);
  requireList('reshape', 'shape', shape);
  return apply(reshapePrimitive, [x], { shape: inferSize(x, shape) })[0];
}

/**
 * All elements in row-major order along one axis.
 *
 * @shape x [...] → [size]
 */
export function flatten<A extends Shape>(x: Tensor<A>): Tensor<Flatten<A>>;
export function flatten(x: Tensor): Tensor {
  return reshape(x, [x.size]);
}

/** Replaces the one −1 of a requested shape by the size that is left. */
function inferSize(x: Tensor, shape: Shape): number[] {
  const inferred = [...shape];
  const unknown = shape.indexOf(-1);
  if (unknown >= 0) {
    inferred[unknown] = 1;
    const known = sizeOf(inferred);
    inferred[unknown] = known > 0 ? x.size / known : -1;
  }
  if (!inferred.every(isSize) || sizeOf(inferred) !== x.size) {
    throw new ShapeError({
      op: 'reshape',
      problem: `${x.size} elements do not fit [${shape.join(', ')}]`,
      shapes: [x.shape],
    });
  }
  return inferred;
}

function isSize(n: number): boolean {
  return Number.isInteger(n) && n >= 0;
}
