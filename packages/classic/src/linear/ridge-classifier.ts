import { tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, weightsWithClasses } from '../base/class-weight.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireNonNegative, requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { center, interceptsOf } from './centered.ts';
import { LinearClassifier, type LinearClassifierState } from './linear-classifier.ts';
import { type RidgeSolver, ridgeCoefficients } from './ridge-coefficients.ts';

export interface RidgeClassifierParams {
  /** Strength of the penalty, ≥ 0. */
  readonly alpha: number;
  readonly fitIntercept: boolean;
  readonly classWeight: ClassWeight;
  readonly solver: RidgeSolver;
}

/**
 * Classes by ridge regression on targets that are 1 for a class and −1 for the others.
 *
 * No probabilities, but a single linear solve, whatever the number of classes.
 *
 * @complexity O(N·F·min(N, F))
 * @reference agrees with sklearn.linear_model.RidgeClassifier
 * @example
 * const model = new RidgeClassifier<string>().fit([[0], [1], [4], [5]], ['low', 'low', 'high', 'high']);
 * model.predict([[0.5], [4.5]]) // => ['low', 'high']
 */
export class RidgeClassifier<L extends Label = number> extends LinearClassifier<
  RidgeClassifierParams,
  LinearClassifierState<L>,
  L
> {
  static readonly estimatorName = 'RidgeClassifier';
  static readonly defaults: RidgeClassifierParams = { alpha: 1, fitIntercept: true, classWeight: null, solver: 'auto' };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    weightsRepeat: true,
    fitsOneSample: false,
  });

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null }: FitOptions = {}): this {
    const { alpha, fitIntercept, classWeight, solver } = this.params;
    requireNonNegative('RidgeClassifier', 'alpha', alpha);
    requireOneOf('RidgeClassifier', 'solver', solver, ['auto', 'cholesky', 'svd']);
    const state = tidy((): LinearClassifierState<L> => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const given = checkWeights('RidgeClassifier.fit', sampleWeight, samples);
      const weights = weightsWithClasses('RidgeClassifier', given, classWeight, classes, codes);
      const rows = classes.length === 2 ? 1 : classes.length;
      const data = new Float64Array(codes.length * rows).fill(-1);
      codes.forEach((code, i) => {
        if (rows === 1) data[i] = code === 1 ? 1 : -1;
        else data[i * rows + code] = 1;
      });
      const centered = center(samples, { data, count: rows }, { weights, fitIntercept });
      const coef = ridgeCoefficients(centered, new Float64Array(rows).fill(alpha), solver);
      return { classes, coef, intercept: interceptsOf(coef, centered) };
    });
    return this.learn(state);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LinearClassifierState<L> {
    return this.readLinear(new StateReader('RidgeClassifier', state), seen);
  }
}
