import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { isEstimator } from '../base/parameters.ts';
import { Regressor } from '../base/regressor.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { vector } from '../base/values.ts';
import { RidgeCV } from '../linear/ridge-cv.ts';
import { featuresOf } from '../model-selection/search-cv.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { partsOf } from '../pipeline/named-steps.ts';
import { replaceMember, tagsOfMembers } from './named-members.ts';
import {
  readStacked,
  type Stacked,
  type StackingParams,
  stack,
  stackedColumns,
  stackedNames,
  stackingDefaults,
} from './stacking.ts';
import { member } from './weak-learners.ts';

export interface StackingRegressorParams extends StackingParams {}

const name = 'StackingRegressor';

/**
 * Regressors whose predictions are the features of a final one.
 *
 * The final estimator is fitted on predictions for samples that were left out, so that it learns whom to trust. `setParams` reaches
 * into the estimators (`tree__maxDepth`), replaces them, or drops them (`tree: 'drop'`).
 *
 * @shape X [N, F], y [N]
 * @reference Wolpert 1992; agrees with sklearn.ensemble.StackingRegressor
 * @example
 * const X = Array.from({ length: 20 }, (_, i) => [i]);
 * const stacking = new StackingRegressor({ estimators: [['line', new LinearRegression()]] }).fit(X, X.map(([x]) => 2 * x));
 * Math.round(stacking.predict([[30]]).item()) // => 60
 */
export class StackingRegressor extends Regressor<StackingRegressorParams, Stacked> {
  static readonly estimatorName = name;
  static readonly defaults: StackingRegressorParams = stackingDefaults;
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  override get parts(): Readonly<Record<string, AnyEstimator>> {
    const { estimators, finalEstimator } = this.params;
    return { ...partsOf(estimators), ...(isEstimator(finalEstimator) ? { finalEstimator } : {}) };
  }

  protected override replacePart(part: string, values: Map<string, unknown>): void {
    if (!replaceMember(this.params.estimators, part, values)) super.replacePart(part, values);
  }

  /** Those of all its estimators. */
  override get tags(): EstimatorTags {
    return tagsOfMembers(this.class.tags, Object.values(partsOf(this.params.estimators)));
  }

  /** The fitted estimators, without those that are dropped. */
  get estimators_(): readonly AnyEstimator[] {
    return this.learned.fitted;
  }

  get finalEstimator_(): AnyEstimator {
    return this.learned.final;
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const stacked = tidy(() => {
      const targets = checkVector(`${name}.fit`, y, null);
      const weights = checkWeights(`${name}.fit`, sampleWeight, vector(targets));
      const params = { ...this.params, stackMethod: 'predict' as const, fallback: () => new RidgeCV() };
      return stack(name, X, { y: targets, classes: 0, weights }, params, onProgress);
    });
    this.see(featuresOf(stacked.fitted[0]));
    return this.learn(stacked);
  }

  predict(X: MatrixLike): Tensor<[number]> {
    return tidy(() => member(this.learned.final).predict(this.transform(X)) as Tensor<[number]>);
  }

  /** What the final estimator is given. @shape X [N, F] → [N, estimators], with `passthrough` + F */
  transform(X: MatrixLike): Tensor<[number, number]> {
    return stackedColumns(name, this.learned, X, { classes: 0, passthrough: this.params.passthrough });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const { learned } = this;
    const names = inputNames ?? this.featureNamesIn_ ?? Array.from({ length: this.nFeaturesIn_ }, (_, i) => `x${i}`);
    return stackedNames(name, learned, this.params, names);
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): Stacked {
    return readStacked(new StateReader(name, state), this.params.estimators);
  }
}
