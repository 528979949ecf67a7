import { indexSelect, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { integers, matrix } from '../base/values.ts';
import { hasMethod } from '../model-selection/has-method.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
import {
  type Bagged,
  type BaggingParams,
  bag,
  baggedFeatures,
  baggedSamples,
  baggingDefaults,
  baggingTags,
  checkBaggingParams,
  featuresFor,
  outOfBag,
  readBagged,
} from './bagging.ts';
import { member, requireEstimator } from './weak-learners.ts';

export interface BaggingClassifierParams extends BaggingParams {}

interface BaggingClassifierState<L extends Label> extends Bagged {
  readonly classes: readonly L[];
  /** Probabilities by the members that have not seen a sample, NaN where all have; null unless asked for. @shape [N · K] */
  readonly oobDecision: Float64Array | null;
  readonly oobScore: number | null;
}

const name = 'BaggingClassifier';

/**
 * The mean of classifiers that are each fitted on samples and features drawn at random: of their probabilities, or of their votes where
 * they have none.
 *
 * @shape X [N, F], y [N]
 * @reference Breiman 1996, Bagging predictors; as sklearn.ensemble.BaggingClassifier, but for the draws
 * @example
 * const X = Array.from({ length: 20 }, (_, i) => [i]);
 * const y = X.map(([x]) => (x < 10 ? 'low' : 'high'));
 * new BaggingClassifier<string>({ randomState: 0 }).fit(X, y).predict([[0], [19]]) // => ['low', 'high']
 */
export class BaggingClassifier<L extends Label = number> extends Classifier<
  BaggingClassifierParams,
  BaggingClassifierState<L>,
  L
> {
  static readonly estimatorName = name;
  static readonly defaults: BaggingClassifierParams = baggingDefaults;
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, orderInvariant: false });

  /** Those of its members. */
  override get tags(): EstimatorTags {
    return baggingTags(this.class.tags, this.params.estimator);
  }

  /** The members, which know classes as 0, 1, … */
  get estimators_(): readonly AnyEstimator[] {
    return this.learned.estimators;
  }

  /** Features that each member is given. */
  get estimatorsFeatures_(): Int32Array[] {
    return baggedFeatures(this.learned);
  }

  /** Samples in the bag of each member, ascending, as often as they were drawn. */
  get estimatorsSamples_(): Int32Array[] {
    return baggedSamples(this.learned);
  }

  /** Share of samples whose class is said by the members that have not seen them; null unless `oobScore` was set. */
  get oobScore_(): number | null {
    return this.learned.oobScore;
  }

  /** Probabilities by those members, NaN where there are none; null unless `oobScore` was set. @shape → [N, K] */
  get oobDecisionFunction_(): Tensor<[number, number]> | null {
    const { oobDecision, classes } = this.learned;
    return oobDecision === null ? null : matrix(oobDecision, oobDecision.length / classes.length, classes.length);
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { params } = this;
    checkBaggingParams(name, params);
    requireEstimator(name, 'estimator', params.estimator, 'classifier');
    const base = params.estimator ?? new DecisionTreeClassifier();
    const state = tidy(() => {
      const samples = this.fitX(X, { allowNaN: base.tags.allowsNaN });
      const { classes, codes } = this.fitLabels(samples, y, 1);
      const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
      const data = { X: samples, y: { kind: 'list', list: codes } as const, weights };
      const bagged = bag(name, base, data, params, onProgress);
      if (!params.oobScore) return { ...bagged, classes, oobDecision: null, oobScore: null };
      const said = outOfBagShares(bagged, samples, classes.length);
      const oobDecision = said.map((share, at) => share / rowSum(said, at, classes.length));
      const guesses = largestOfRows(said, classes.length);
      const right = guesses.reduce((count, guess, i) => count + (guess === codes[i] ? 1 : 0), 0);
      return { ...bagged, classes, oobDecision, oobScore: right / codes.length };
    });
    return this.learn(state);
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes } = this.learned;
    return decodeLabels(classes, largestOfRows(this.#shares(X, 'predict'), classes.length));
  }

  /** @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    const shares = this.#shares(X, 'predictProba');
    const columns = this.learned.classes.length;
    return matrix(shares, shares.length / columns, columns);
  }

  /** @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.predictProba(X).log() as Tensor<[number, number]>);
  }

  /** `decisionFunction` is there where the members have it. */
  hasMethod(method: string): boolean {
    return method !== 'decisionFunction' || this.#decides();
  }

  #decides(): boolean {
    const base = this.params.estimator;
    return base !== null && hasMethod(base, 'decisionFunction');
  }

  /** Mean of the members' decisions. @throws {ParameterError} when they have none, or know different classes */
  decisionFunction(X: MatrixLike): Tensor {
    const { learned } = this;
    const { estimators, classes } = learned;
    if (!this.#decides())
      throw new ParameterError(`${name}: its estimators have no decisionFunction; use predictProba`);
    if (estimators.some((estimator) => member(estimator).classes_.length < classes.length))
      throw new ParameterError(`${name}: some estimators have not seen all classes; use predictProba`);
    return tidy(() => {
      const samples = this.checkX(X, 'decisionFunction', { allowNaN: this.tags.allowsNaN });
      return estimators
        .map((estimator, m) => member(estimator).decisionFunction(featuresFor(samples, learned, m)))
        .reduce((sum, each) => sum.add(each))
        .div(estimators.length);
    });
  }

  /** Mean probabilities. @shape → [N · K] */
  #shares(X: MatrixLike, method: string): Float64Array {
    const { learned } = this;
    const { estimators, classes } = learned;
    return tidy(() => {
      const samples = this.checkX(X, method, { allowNaN: this.tags.allowsNaN });
      const sums = new Float64Array(samples.shape[0] * classes.length);
      estimators.forEach((estimator, m) => {
        tidy(() =>
          addShares(sums, estimator, featuresFor(samples, learned, m), { rows: null, classes: classes.length }),
        );
      });
      return sums.map((sum) => sum / estimators.length);
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): BaggingClassifierState<L> {
    const read: StateReader = new StateReader(name, state);
    const classes = read.classes<L>();
    const bagged = readBagged(read, seen?.count ?? 0);
    const shares = bagged.draws.samples * classes.length;
    const oobDecision = read.raw('oobDecision') === null ? null : read.float64('oobDecision', shares);
    const oobScore = read.raw('oobScore') === null ? null : read.number('oobScore');
    return { ...bagged, classes, oobDecision, oobScore };
  }
}

function rowSum(rows: Float64Array, at: number, columns: number): number {
  let sum = 0;
  for (let from = at - (at % columns), k = 0; k < columns; k++) sum += rows[from + k];
  return sum;
}

/** Adds a member's probabilities, or its votes, to some rows [N · K]; it may not know all classes. */
function addShares(
  sums: Float64Array,
  estimator: AnyEstimator,
  X: Tensor,
  { rows, classes }: { readonly rows: Int32Array | null; readonly classes: number },
): void {
  const own = member(estimator);
  if (!hasMethod(estimator, 'predictProba')) {
    toTypedArray(own.predict(X)).forEach((code, i) => {
      sums[(rows?.[i] ?? i) * classes + code]++;
    });
    return;
  }
  const said = toTypedArray(own.predictProba(X));
  const known = own.classes_;
  for (let i = 0, at = 0; at < said.length; i++)
    for (let k = 0; k < known.length; k++, at++) sums[(rows?.[i] ?? i) * classes + known[k]] += said[at];
}

/** Sums over the members that have not seen a sample. @shape → [N · K] */
function outOfBagShares(bagged: Bagged, X: Tensor, classes: number): Float64Array {
  const sums = new Float64Array(bagged.draws.samples * classes);
  bagged.estimators.forEach((estimator, m) => {
    const rows = outOfBag(bagged, m);
    if (rows.length === 0) return;
    tidy(() => {
      const own = featuresFor(indexSelect(X, 0, integers(rows)), bagged, m);
      addShares(sums, estimator, own, { rows, classes });
    });
  });
  return sums;
}
