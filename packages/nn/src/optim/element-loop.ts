import { contiguous, heapView, ShapeError, sameShape, type Tensor, type TypedArray } from '@ml/tensor';
import type { DueParameter } from './optimizer.ts';

/**
 * An update in place that is a loop over elements: `loop` gets the elements of the parameter, its gradient and the state, in
 * row-major order, and writes to all but the gradient. It computes in float64 and rounds what it stores.
 *
 * For algorithms without a kernel: it makes no temporaries, and one pass over the elements in JavaScript takes a quarter of the
 * time that ten or more passes of a composition of operations take.
 *
 * @throws {ShapeError} when the gradient has another shape than the parameter
 */
export function updateElements(
  kind: string,
  { parameter, gradient }: DueParameter,
  state: readonly Tensor[],
  loop: (parameter: TypedArray, gradient: TypedArray, ...state: TypedArray[]) => void,
): void {
  if (!sameShape(gradient.shape, parameter.shape)) {
    const shapes = [parameter.shape, gradient.shape];
    throw new ShapeError({ op: kind, problem: 'parameter and gradient must have one shape', shapes });
  }
  const packed = gradient.isContiguous ? gradient : contiguous(gradient);
  loop(heapView(parameter), heapView(packed), ...state.map(heapView));
  if (packed !== gradient) packed.dispose();
  for (const written of [parameter, ...state]) written.storage.version++;
}

/** Sets a state that is one number. */
export function setScalar(state: Tensor, value: number): void {
  heapView(state)[0] = value;
  state.storage.version++;
}
