import { indexSelect, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { Regressor } from '../base/regressor.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { integers, vector } from '../base/values.ts';
import { r2Score } from '../metrics/r2-score.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
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

export interface BaggingRegressorParams extends BaggingParams {}

interface BaggingRegressorState extends Bagged {
  /** Mean of the members that have not seen a sample; null unless asked for. @shape [N] */
  readonly oobPrediction: Float64Array | null;
  readonly oobScore: number | null;
}

const name = 'BaggingRegressor';

/**
 * The mean of regressors that are each fitted on samples and features drawn at random.
 *
 * @shape X [N, F], y [N]
 * @reference Breiman 1996, Bagging predictors; as sklearn.ensemble.BaggingRegressor, but for the draws
 * @example
 * const X = Array.from({ length: 20 }, (_, i) => [i]);
 * const y = X.map(([x]) => (x < 10 ? 1 : 3));
 * new BaggingRegressor({ randomState: 0 }).fit(X, y).predict([[0], [19]]).toArray() // => [1, 3]
 */
export class BaggingRegressor extends Regressor<BaggingRegressorParams, BaggingRegressorState> {
  static readonly estimatorName = name;
  static readonly defaults: BaggingRegressorParams = baggingDefaults;
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, orderInvariant: false });

  /** Those of its members. */
  override get tags(): EstimatorTags {
    return baggingTags(this.class.tags, this.params.estimator);
  }

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

  /** R² of what the members say that have not seen a sample; null unless `oobScore` was set. */
  get oobScore_(): number | null {
    return this.learned.oobScore;
  }

  /** Mean of the members that have not seen a sample, 0 where all have; null unless `oobScore` was set. @shape → [N] */
  get oobPrediction_(): Tensor<[number]> | null {
    const { oobPrediction } = this.learned;
    return oobPrediction === null ? null : vector(oobPrediction);
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { params } = this;
    checkBaggingParams(name, params);
    requireEstimator(name, 'estimator', params.estimator, 'regressor');
    const base = params.estimator ?? new DecisionTreeRegressor();
    const state = tidy(() => {
      const samples = this.fitX(X, { allowNaN: base.tags.allowsNaN });
      const targets = checkVector(`${name}.fit`, y, samples);
      const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
      const data = { X: samples, y: { kind: 'list', list: targets } as const, weights };
      const bagged = bag(name, base, data, params, onProgress);
      const oobPrediction = params.oobScore ? outOfBagMeans(bagged, samples) : null;
      return { ...bagged, oobPrediction, oobScore: oobPrediction === null ? null : r2Score(targets, oobPrediction) };
    });
    return this.learn(state);
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const { learned } = this;
    const sums = tidy(() => {
      const samples = this.checkX(X, 'predict', { allowNaN: this.tags.allowsNaN });
      const all = new Float64Array(samples.shape[0]);
      learned.estimators.forEach((estimator, m) => {
        const said = toTypedArray(tidy(() => member(estimator).predict(featuresFor(samples, learned, m))));
        for (let i = 0; i < all.length; i++) all[i] += said[i];
      });
      return all;
    });
    return vector(sums.map((sum) => sum / learned.estimators.length));
  }

  protected readState(state: unknown, seen: SeenFeatures | null): BaggingRegressorState {
    const read: StateReader = new StateReader(name, state);
    const bagged = readBagged(read, seen?.count ?? 0);
    const { samples } = bagged.draws;
    const oobPrediction = read.raw('oobPrediction') === null ? null : read.float64('oobPrediction', samples);
    const oobScore = read.raw('oobScore') === null ? null : read.number('oobScore');
    return { ...bagged, oobPrediction, oobScore };
  }
}

function outOfBagMeans(bagged: Bagged, X: Tensor): Float64Array {
  const sums = new Float64Array(bagged.draws.samples);
  const votes = new Int32Array(sums.length);
  bagged.estimators.forEach((estimator, m) => {
    const rows = outOfBag(bagged, m);
    if (rows.length === 0) return;
    const said = tidy(() => {
      const own = featuresFor(indexSelect(X, 0, integers(rows)), bagged, m);
      return toTypedArray(member(estimator).predict(own));
    });
    rows.forEach((i, at) => {
      sums[i] += said[at];
      votes[i]++;
    });
  });
  return sums.map((sum, i) => sum / Math.max(1, votes[i]));
}
