import { DTypeError, ShapeError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { forPieces, lineBlock } from './pieces.ts';

/**
 * x ← factor · x, in place, for several float tensors: for gradients that are clipped. The factor is rounded to the type of
 * the tensor first.
 *
 * @throws {ShapeError} when a tensor is not contiguous
 * @throws {DTypeError} when a tensor is not float32 or float64
 */
export function scaleInPlace(tensors: readonly Tensor[], factor: number): void {
  requireTensors('scaleInPlace', tensors);
  for (const { dtype, isContiguous, shape } of tensors) {
    if (dtype !== 'float32' && dtype !== 'float64')
      throw new DTypeError(`scaleInPlace: tensors must be of a float type, not ${dtype}`);
    if (!isContiguous)
      throw new ShapeError({ op: 'scaleInPlace', problem: 'tensors must be contiguous', shapes: [shape] });
  }
  for (const [dtype, kernel] of [
    ['float32', 'scale_f32'],
    ['float64', 'scale_f64'],
  ] as const) {
    const pieces = tensors.filter((x) => x.dtype === dtype).map((x) => [x]);
    forPieces(kernel, pieces, { operands: 1, block: lineBlock }, (table, from, count) => [table, from, count, factor]);
  }
  for (const x of tensors) x.storage.version++;
}
