import type { Tensor } from '@ml/tensor';
import { checkVector } from './check-vector.ts';
import { DataError } from './data-error.ts';
import type { VectorLike } from './matrix-like.ts';

/**
 * One weight ≥ 0 per row of X, not all 0; null where nothing was given.
 *
 * @throws {ShapeError} when there are more or fewer weights than rows
 * @throws {DataError} when one is negative or no finite number, or all are 0
 */
export function checkWeights(op: string, sampleWeight: VectorLike | null | undefined, X: Tensor): Float64Array | null {
  if (sampleWeight === null || sampleWeight === undefined) return null;
  const weights = checkVector(op, sampleWeight, X, 'sampleWeight');
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0)
    throw new DataError(`${op}: sampleWeight has ${weights[negative]} at ${negative}, weights must be ≥ 0`);
  if (weights.every((weight) => weight === 0)) throw new DataError(`${op}: all sample weights are 0`);
  return weights;
}
