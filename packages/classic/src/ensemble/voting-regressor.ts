import { type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { Regressor } from '../base/regressor.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { matrix, vector } from '../base/values.ts';
import { featuresOf } from '../model-selection/search-cv.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { partsOf } from '../pipeline/named-steps.ts';
import { readMembers, replaceMember, tagsOfMembers } from './named-members.ts';
import { fitVoters, type VotingParams, voterNames, voteShares, votingDefaults } from './voting.ts';
import { member } from './weak-learners.ts';

export interface VotingRegressorParams extends VotingParams {}

interface VotingRegressorState {
  /** Those that are not dropped. */
  readonly fitted: readonly AnyEstimator[];
}

const name = 'VotingRegressor';

/**
 * The mean of what several regressors predict.
 *
 * `fit` fits clones. `setParams` reaches into the estimators (`tree__maxDepth`), replaces them, or drops them (`tree: 'drop'`).
 *
 * @shape X [N, F], y [N]
 * @reference agrees with sklearn.ensemble.VotingRegressor
 * @example
 * const trees = [1, 2].map((maxDepth) => [`depth${maxDepth}`, new DecisionTreeRegressor({ maxDepth })] as const);
 * new VotingRegressor({ estimators: trees }).fit([[0], [1], [2], [3]], [0, 0, 4, 8]).predict([[2]]).toArray() // => [5]
 */
export class VotingRegressor extends Regressor<VotingRegressorParams, VotingRegressorState> {
  static readonly estimatorName = name;
  static readonly defaults: VotingRegressorParams = votingDefaults;
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  override get parts(): Readonly<Record<string, AnyEstimator>> {
    return partsOf(this.params.estimators);
  }

  protected override replacePart(part: string, values: Map<string, unknown>): void {
    if (!replaceMember(this.params.estimators, part, values)) super.replacePart(part, values);
  }

  /** Those of all its estimators. */
  override get tags(): EstimatorTags {
    return tagsOfMembers(this.class.tags, Object.values(this.parts));
  }

  /** The fitted estimators, without those that are dropped. */
  get estimators_(): readonly AnyEstimator[] {
    return this.learned.fitted;
  }

  /** The fitted estimators by name. */
  get namedEstimators_(): Readonly<Record<string, AnyEstimator>> {
    const { fitted } = this.learned;
    return Object.fromEntries(Object.keys(this.parts).map((own, i) => [own, fitted[i]]));
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const fitted = tidy(() => {
      const targets = checkVector(`${name}.fit`, y, null);
      const weights = checkWeights(`${name}.fit`, sampleWeight, vector(targets));
      const data = { X, y: targets, weights };
      return fitVoters(name, this.params, 'regressor', data, onProgress);
    });
    this.see(featuresOf(fitted[0]));
    return this.learn({ fitted });
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const shares = voteShares(this.params);
    const said = this.#said(X);
    return vector(said[0].map((_, i) => said.reduce((sum, own, m) => sum + shares[m] * own[i], 0)));
  }

  /** What each estimator predicts. @shape X [N, F] → [N, estimators] */
  transform(X: MatrixLike): Tensor<[number, number]> {
    const said = this.#said(X);
    const n = said[0].length;
    const columns = said.length;
    return matrix(
      Float64Array.from({ length: n * columns }, (_, at) => said[at % columns][Math.floor(at / columns)]),
      n,
      columns,
    );
  }

  getFeatureNamesOut(): string[] {
    return voterNames(name, this.params);
  }

  #said(X: MatrixLike): Float64Array[] {
    const { fitted } = this.learned;
    return tidy(() => fitted.map((estimator) => Float64Array.from(toTypedArray(member(estimator).predict(X)))));
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): VotingRegressorState {
    return { fitted: readMembers(new StateReader(name, state), this.params.estimators) };
  }
}
