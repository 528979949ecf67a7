import { isTensor, type Tensor, toTypedArray } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { checkVector, requireFinite } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { vector } from '../base/values.ts';
import { average, checkCount, metricWeights, type WeightedOptions } from './metric-weights.ts';

/** One number for each sample, or several. */
export type Targets = VectorLike | MatrixLike;

/** How the numbers of several targets become one: not at all, their mean, or their mean by the weights given. */
export type Multioutput = 'raw_values' | 'uniform_average' | readonly number[];

/** A tensor with a number for each target for 'raw_values', else a number. */
export type Combined<M> = M extends 'raw_values' ? Tensor<[number]> : number;

export interface RegressionOptions<M = Multioutput> extends WeightedOptions {
  /** Default 'uniform_average'. */
  readonly multioutput?: M | undefined;
}

/** True and predicted numbers of `n` samples and `k` targets, row by row. */
export interface RegressionTargets {
  readonly truth: Float64Array;
  readonly guess: Float64Array;
  readonly n: number;
  readonly k: number;
  readonly weights: Float64Array | null;
}

/** @throws {DataError} when shapes differ or an entry is no finite number */
export function regressionTargets(
  op: string,
  yTrue: Targets,
  yPred: Targets,
  { sampleWeight }: WeightedOptions = {},
): RegressionTargets {
  const truth = targetValues(op, yTrue, 'yTrue');
  const guess = targetValues(op, yPred, 'yPred');
  const n = truth.data.length / truth.k;
  checkCount(op, n, guess.data.length / guess.k, 'yPred');
  if (n === 0) throw new DataError(`${op}: yTrue is empty`);
  if (truth.k !== guess.k) throw new DataError(`${op}: yTrue has ${truth.k} targets, yPred has ${guess.k}`);
  return { truth: truth.data, guess: guess.data, n, k: truth.k, weights: metricWeights(op, sampleWeight, n) };
}

/** As `regressionTargets`, for metrics of one target. */
export function oneTarget(
  op: string,
  yTrue: Targets,
  yPred: Targets,
  options: WeightedOptions = {},
): RegressionTargets {
  const targets = regressionTargets(op, yTrue, yPred, options);
  if (targets.k !== 1) throw new DataError(`${op}: for one target, there are ${targets.k}`);
  return targets;
}

/** Not copied where it is a float64 array; it is only read. */
function targetValues(op: string, y: Targets, what: string): { data: Float64Array; k: number } {
  if (y instanceof Float64Array) {
    requireFinite(op, y, what);
    return { data: y, k: 1 };
  }
  const isVector = isTensor(y) ? y.rank === 1 : typeof (y as ArrayLike<unknown>)[0] !== 'object';
  if (isVector && !('columnNames' in (y as object)))
    return { data: checkVector(op, y as VectorLike, null, what), k: 1 };
  const { X } = checkMatrix(op, y as MatrixLike);
  const data = toTypedArray(X) as Float64Array;
  if (X !== y) X.dispose();
  return { data, k: X.shape[1] };
}

/** The numbers of the targets as `multioutput` says. */
export function combine<M>(
  op: string,
  perTarget: Float64Array,
  multioutput: M | Multioutput = 'uniform_average',
): Combined<M> {
  if (multioutput === 'raw_values') return vector(perTarget) as Combined<M>;
  if (multioutput === 'uniform_average') return average(perTarget, null) as Combined<M>;
  const holds = Array.isArray(multioutput) && multioutput.length === perTarget.length;
  requireParameter(
    op,
    'multioutput',
    multioutput,
    holds,
    `'raw_values', 'uniform_average' or ${perTarget.length} weights`,
  );
  return average(perTarget, multioutput as readonly number[]) as Combined<M>;
}

/** For each target the mean over samples of a loss. */
export function meanLosses(
  { truth, guess, n, k, weights }: RegressionTargets,
  loss: (truth: number, guess: number) => number,
): Float64Array {
  const total = weights === null ? n : weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from({ length: k }, (_, j) => {
    let sum = 0;
    if (weights === null) for (let at = j; at < truth.length; at += k) sum += loss(truth[at], guess[at]);
    else for (let at = j, i = 0; i < n; at += k, i++) sum += weights[i] * loss(truth[at], guess[at]);
    return sum / total;
  });
}
