import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireNonNegative, requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments } from './column-moments.ts';
import { presentColumns, quantilesOf } from './column-quantiles.ts';
import { newMatrix } from './new-matrix.ts';

export interface OutlierCapperParams {
  /**
   * Where the fences are: 'iqr' at Q₁ − c·IQR and Q₃ + c·IQR with the quartiles (Tukey's fences), 'zScore' at μ ± c·σ.
   */
  readonly method: 'iqr' | 'zScore';
  /** c; null: 1.5 for 'iqr', 3 for 'zScore'. */
  readonly factor: number | null;
}

interface OutlierCapperState {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Outliers drawn in to a fence (winsorizing): values beyond it become the fence, the others stay.
 *
 * @shape X [N, F] → [N, F]
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`
 * @complexity O(N·F)
 * @reference Tukey, Exploratory Data Analysis (1977), for the fences of 'iqr'; not in scikit-learn
 * @example
 * new OutlierCapper().fitTransform([[1], [2], [3], [4], [100]]).toArray() // => [[1], [2], [3], [4], [7]]
 */
export class OutlierCapper extends Transformer<OutlierCapperParams, OutlierCapperState> {
  static readonly estimatorName = 'OutlierCapper';
  static readonly defaults: OutlierCapperParams = { method: 'iqr', factor: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  /** Lower fence of each feature. @shape → [F] */
  get lower_(): Tensor<[number]> {
    return vector(this.learned.lower);
  }

  /** Upper fence of each feature. @shape → [F] */
  get upper_(): Tensor<[number]> {
    return vector(this.learned.upper);
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { method } = this.params;
    requireOneOf('OutlierCapper', 'method', method, ['iqr', 'zScore']);
    const factor = this.params.factor ?? (method === 'iqr' ? 1.5 : 3);
    requireNonNegative('OutlierCapper', 'factor', factor);
    return this.learn(
      tidy(() => {
        const samples = this.fitX(X);
        const data = values(samples);
        const columns = samples.shape[1];
        return method === 'iqr' ? quartileFences(data, columns, factor) : deviationFences(data, columns, factor);
      }),
    );
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { lower, upper } = this.learned;
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const [n, columns] = samples.shape;
      const from = values(samples);
      const out = newMatrix(n, columns);
      const to = values(out);
      for (let at = 0; at < from.length; at += columns) {
        for (let j = 0; j < columns; j++) to[at + j] = Math.min(Math.max(from[at + j], lower[j]), upper[j]);
      }
      return out;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): OutlierCapperState {
    const read = new StateReader('OutlierCapper', state);
    const count = seen?.count ?? 0;
    return { lower: read.float64('lower', count), upper: read.float64('upper', count) };
  }
}

function quartileFences(data: Float64Array, columns: number, factor: number): OutlierCapperState {
  const lower = new Float64Array(columns);
  const upper = new Float64Array(columns);
  presentColumns(data, columns).forEach((column, j) => {
    const [first, third] = quantilesOf(column, [0.25, 0.75]);
    lower[j] = first - factor * (third - first);
    upper[j] = third + factor * (third - first);
  });
  return { lower, upper };
}

function deviationFences(data: Float64Array, columns: number, factor: number): OutlierCapperState {
  const { mean, variance } = columnMoments(data, columns, null);
  return {
    lower: mean.map((centre, j) => centre - factor * Math.sqrt(variance[j])),
    upper: mean.map((centre, j) => centre + factor * Math.sqrt(variance[j])),
  };
}
