import { checkVector } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import type { VectorLike } from '../base/matrix-like.ts';

/** What every metric of weighted samples takes. */
export interface WeightedOptions {
  /** How much each sample counts; default 1. */
  readonly sampleWeight?: VectorLike | null | undefined;
}

/**
 * One finite weight for each of `n` samples; null where none are given.
 *
 * @throws {DataError} when there are more or fewer, or when they sum to 0
 */
export function metricWeights(op: string, sampleWeight: VectorLike | null | undefined, n: number): Float64Array | null {
  if (sampleWeight === null || sampleWeight === undefined) return null;
  const weights = checkVector(op, sampleWeight, null, 'sampleWeight');
  checkCount(op, n, weights.length, 'sampleWeight');
  if (weights.reduce((sum, weight) => sum + weight, 0) === 0) throw new DataError(`${op}: the sample weights sum to 0`);
  return weights;
}

/** @throws {DataError} when two lists that belong together have different lengths */
export function checkCount(op: string, n: number, count: number, what: string, first = 'yTrue'): void {
  if (n !== count) throw new DataError(`${op}: ${first} has ${n} samples, ${what} has ${count}`);
}

/** Σwv / Σw. */
export function average(values: ArrayLike<number>, weights: ArrayLike<number> | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights === null ? 1 : weights[i];
    sum += weight * values[i];
    total += weight;
  }
  return sum / total;
}
