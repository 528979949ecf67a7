import { type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, encodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { float64, matrix, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { hasMethod } from '../model-selection/has-method.ts';
import { featuresOf } from '../model-selection/search-cv.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { partsOf } from '../pipeline/named-steps.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import { readMembers, replaceMember, tagsOfMembers } from './named-members.ts';
import { fitVoters, type VotingParams, voterNames, voteShares, votingDefaults } from './voting.ts';
import { member } from './weak-learners.ts';

export interface VotingClassifierParams extends VotingParams {
  /** 'hard': the class with most votes; 'soft': that of the largest mean probability. */
  readonly voting: 'hard' | 'soft';
  /** With soft voting `transform` is a matrix [N, estimators · K], not [estimators, N, K]. */
  readonly flattenTransform: boolean;
}

interface VotingClassifierState<L extends Label> {
  readonly classes: readonly L[];
  /** Those that are not dropped; they know classes as 0, 1, … */
  readonly fitted: readonly AnyEstimator[];
}

const name = 'VotingClassifier';

/**
 * What several classifiers agree on, by votes or by mean probabilities.
 *
 * `fit` fits clones. `setParams` reaches into the estimators (`tree__maxDepth`), replaces them, or drops them (`tree: 'drop'`).
 *
 * @shape X [N, F], y [N]
 * @special equal votes are for the first of the classes
 * @reference agrees with sklearn.ensemble.VotingClassifier
 * @example
 * const trees = [1, 2].map((maxDepth) => [`depth${maxDepth}`, new DecisionTreeClassifier({ maxDepth })] as const);
 * new VotingClassifier({ estimators: trees }).fit([[0], [1], [2]], [3, 3, 5]).predict([[0], [2]]).toArray() // => [3, 5]
 */
export class VotingClassifier<L extends Label = number> extends Classifier<
  VotingClassifierParams,
  VotingClassifierState<L>,
  L
> {
  static readonly estimatorName = name;
  static readonly defaults: VotingClassifierParams = /* @__PURE__ */ withDefaults(votingDefaults, {
    voting: 'hard',
    flattenTransform: true,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, weightsRepeat: true });

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

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { params } = this;
    requireOneOf(name, 'voting', params.voting, ['hard', 'soft']);
    const state = tidy(() => {
      const { classes, codes } = encodeLabels<L>(`${name}.fit`, y);
      if (classes.length < 2)
        throw new DataError(`${name}.fit: y has one class (${classes[0]}), at least 2 are needed`);
      const weights = checkWeights(`${name}.fit`, sampleWeight, vector(codes));
      const data = { X, y: codes, weights };
      return { classes, fitted: fitVoters(name, params, 'classifier', data, onProgress) };
    });
    this.see(featuresOf(state.fitted[0]));
    return this.learn(state);
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes } = this.learned;
    const sums = this.params.voting === 'soft' ? this.#probabilities(X) : this.#votes(X);
    return decodeLabels(classes, largestOfRows(sums, classes.length));
  }

  /** `predictProba` is there with soft voting. */
  hasMethod(method: string): boolean {
    return method !== 'predictProba' || this.params.voting === 'soft';
  }

  /** Mean probabilities. @shape X [N, F] → [N, K] @throws {ParameterError} with hard voting */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    const columns = this.learned.classes.length;
    if (this.params.voting === 'hard')
      throw new ParameterError(`${name}: there are no probabilities with voting 'hard'; use 'soft'`);
    const shares = this.#probabilities(X);
    return matrix(shares, shares.length / columns, columns);
  }

  /**
   * What each estimator says: with hard voting positions of classes [N, estimators], with soft voting probabilities
   * [N, estimators · K], or [estimators, N, K] without `flattenTransform`.
   */
  transform(X: MatrixLike): Tensor {
    const { classes } = this.learned;
    const isSoft = this.params.voting === 'soft';
    const said = this.#said(X, isSoft ? 'predictProba' : 'predict');
    const width = isSoft ? classes.length : 1;
    const n = said[0].length / width;
    const members = said.length;
    if (isSoft && !this.params.flattenTransform)
      return float64(Float64Array.from(said.flatMap((own) => [...own])), [members, n, width]);
    const out = new Float64Array(n * members * width);
    said.forEach((own, m) => {
      for (let i = 0; i < n; i++)
        for (let k = 0; k < width; k++) out[(i * members + m) * width + k] = own[i * width + k];
    });
    return matrix(out, n, members * width);
  }

  getFeatureNamesOut(): string[] {
    const names = voterNames(name, this.params);
    if (this.params.voting === 'hard') return names;
    return names.flatMap((own) => this.learned.classes.map((_, k) => `${own}${k}`));
  }

  #said(X: MatrixLike, method: 'predict' | 'predictProba'): Float64Array[] {
    const { fitted } = this.learned;
    return tidy(() =>
      fitted.map((estimator) => {
        if (!hasMethod(estimator, method))
          throw new ParameterError(`${name}: ${estimator.class.estimatorName} has no probabilities; use voting 'hard'`);
        return Float64Array.from(toTypedArray(member(estimator)[method](X)));
      }),
    );
  }

  /** Mean probabilities. @shape → [N · K] */
  #probabilities(X: MatrixLike): Float64Array {
    const shares = voteShares(this.params);
    const said = this.#said(X, 'predictProba');
    return said[0].map((_, at) => said.reduce((sum, own, m) => sum + shares[m] * own[at], 0));
  }

  /** Votes by weight. @shape → [N · K] */
  #votes(X: MatrixLike): Float64Array {
    const shares = voteShares(this.params);
    const said = this.#said(X, 'predict');
    const columns = this.learned.classes.length;
    const votes = new Float64Array(said[0].length * columns);
    said.forEach((own, m) => {
      own.forEach((code, i) => {
        votes[i * columns + code] += shares[m];
      });
    });
    return votes;
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): VotingClassifierState<L> {
    const read: StateReader = new StateReader(name, state);
    return { classes: read.classes<L>(), fitted: readMembers(read, this.params.estimators) };
  }
}
