import { affine, type Tensor, tidy } from '@ml/tensor';
import { Classifier } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { matrix, values, vector } from '../base/values.ts';
import type { StateReader } from '../persistence/state-reader.ts';

export interface LinearClassifierState<L extends Label> {
  readonly classes: readonly L[];
  /** [R, F]: R is 1 for two classes, otherwise their number. */
  readonly coef: Float64Array;
  /** [R] */
  readonly intercept: Float64Array;
}

/** A classifier that decides by linear scores W·x + b. */
export abstract class LinearClassifier<
  P extends object,
  S extends LinearClassifierState<L>,
  L extends Label,
> extends Classifier<P, S, L> {
  /** Coefficients, one row for each class; a single row where there are two. @shape → [R, F] */
  get coef_(): Tensor<[number, number]> {
    const { coef, intercept } = this.learned;
    return matrix(coef, intercept.length, coef.length / intercept.length);
  }

  /** @shape → [R] */
  get intercept_(): Tensor<[number]> {
    return vector(this.learned.intercept);
  }

  /** Score of each class; of two classes that of the second, positive where it is predicted. @shape X [N, F] → [N, K] or [N] */
  decisionFunction(X: MatrixLike): Tensor {
    return tidy(() => {
      const scores = this.scores(X, 'decisionFunction');
      return scores.shape[1] === 1 ? scores.reshape([scores.shape[0]]) : scores;
    });
  }

  predict(X: MatrixLike): Predicted<L> {
    return tidy(() => {
      const scores = this.scores(X, 'predict');
      return decodeLabels(this.learned.classes, bestColumns(values(scores), scores.shape[1]));
    });
  }

  /** W·x + b. @shape X [N, F] → [N, R] */
  protected scores(X: MatrixLike, method: string): Tensor<[number, number]> {
    const samples = this.checkX(X, method);
    return affine(samples, this.coef_, this.intercept_) as Tensor<[number, number]>;
  }

  /** The part of the state that all have. */
  protected readLinear(read: StateReader, seen: SeenFeatures | null): LinearClassifierState<L> {
    const classes = read.classes<L>();
    const rows = classes.length === 2 ? 1 : classes.length;
    return {
      classes,
      coef: read.float64('coef', rows * (seen?.count ?? 0)),
      intercept: read.float64('intercept', rows),
    };
  }
}

/** Column of the largest score, the first of equal ones; where there is one column, whether it is positive. */
export function bestColumns(scores: Float64Array, columns: number): Int32Array {
  const best = new Int32Array(scores.length / columns);
  for (let i = 0; i < best.length; i++) {
    const start = i * columns;
    if (columns === 1) best[i] = scores[start] > 0 ? 1 : 0;
    else for (let j = 1; j < columns; j++) if (scores[start + j] > scores[start + best[i]]) best[i] = j;
  }
  return best;
}
