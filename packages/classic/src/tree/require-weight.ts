import { DataError } from '../base/data-error.ts';

/** Weights of samples times those of classes. @throws {DataError} when all are 0 */
export function requireWeight(op: string, weights: Float64Array | null): Float64Array | null {
  if (weights?.every((weight) => weight === 0)) throw new DataError(`${op}: all samples have weight 0`);
  return weights;
}
