import type { Tensor } from '@ml/tensor';
import { matrix, vector } from '../base/values.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import type { NeighborSums } from './neighbor-weights.ts';

/** What regressors by neighbours learn of y. */
export interface NeighborTargets {
  /** [N, K] */
  readonly targets: Float64Array;
  /** K; null where y was a vector, and predictions are. */
  readonly outputs: number | null;
}

/** Means of the targets of neighbours; NaN for a query without any. @shape → [Q] or [Q, K] */
export function targetMeans({ sums, totals }: NeighborSums, outputs: number | null): Tensor {
  const columns = outputs ?? 1;
  for (let i = 0; i < sums.length; i++) sums[i] /= totals[Math.floor(i / columns)];
  return outputs === null ? vector(sums) : matrix(sums, totals.length, columns);
}

/** Targets that came from a file, for so many samples. @throws {PersistenceError} when they are none */
export function readTargets(read: StateReader, samples: number): NeighborTargets {
  const outputs = read.raw('outputs') === null ? null : read.integer('outputs', 1);
  return { targets: read.float64('targets', samples * (outputs ?? 1)), outputs };
}
