import { type Tensor, toTypedArray } from '@ml/tensor';
import { checkVector } from './check-vector.ts';
import { checkWeights } from './check-weights.ts';
import type { FitOptions, ScoreOptions } from './classifier.ts';
import { Estimator } from './estimator.ts';
import type { MatrixLike, VectorLike } from './matrix-like.ts';

/** An estimator that predicts numbers. */
export abstract class Regressor<P extends object, S> extends Estimator<P, S> {
  abstract fit(X: MatrixLike, y: VectorLike, options?: FitOptions): this;

  /** @shape X [N, F] → [N] */
  abstract predict(X: MatrixLike): Tensor;

  /**
   * R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)²: 1 is perfect, 0 what the mean would reach. Where y is constant: 1 for perfect predictions,
   * else 0. With several targets their mean.
   */
  score(X: MatrixLike, y: MatrixLike | VectorLike, { sampleWeight = null }: ScoreOptions = {}): number {
    const op = `${this.class.estimatorName}.score`;
    const predicted = this.predict(X);
    const weights = checkWeights(op, sampleWeight, predicted);
    const targets = predicted.rank === 1 ? 1 : (predicted.shape[1] as number);
    const guess = toTypedArray(predicted);
    const truth =
      targets === 1
        ? checkVector(op, y as VectorLike, predicted)
        : toTypedArray(this.targetMatrix(op, y as MatrixLike));
    let sum = 0;
    for (let k = 0; k < targets; k++) sum += r2(truth, guess, weights, k, targets);
    return sum / targets;
  }

  /** Several targets as a matrix [N, K]; regressors of one target have none. */
  protected targetMatrix(op: string, _y: MatrixLike): Tensor {
    throw new TypeError(`${op}: one target per sample`);
  }
}

function r2(
  truth: ArrayLike<number>,
  guess: ArrayLike<number>,
  weights: Float64Array | null,
  first: number,
  step: number,
): number {
  let total = 0;
  let mean = 0; // less the first value: exact where y is constant
  for (let i = first, row = 0; i < truth.length; i += step, row++) {
    const weight = weights?.[row] ?? 1;
    total += weight;
    mean += weight * (truth[i] - truth[first]);
  }
  mean = truth[first] + mean / total;
  let residual = 0;
  let spread = 0;
  for (let i = first, row = 0; i < truth.length; i += step, row++) {
    const weight = weights?.[row] ?? 1;
    residual += weight * (truth[i] - guess[i]) ** 2;
    spread += weight * (truth[i] - mean) ** 2;
  }
  return spread === 0 ? (residual === 0 ? 1 : 0) : 1 - residual / spread;
}
