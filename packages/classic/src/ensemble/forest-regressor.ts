import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkCounts } from '../tree/check-counts.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
import type { NumberCriterionName } from '../tree/grow-tree.ts';
import { readTrees } from '../tree/read-tree.ts';
import type { Tree } from '../tree/tree.ts';
import { growthRules } from '../tree/tree-params.ts';
import { forestImportances } from './forest-importances.ts';
import { forestLeaves } from './forest-leaves.ts';
import { checkForestParams, drawnSamples, type ForestParams, treeSeeds } from './forest-params.ts';
import { type ForestData, type ForestRules, growForest, shared, sharedColumns } from './grow-forest.ts';
import { outOfBagMeans } from './out-of-bag.ts';
import { sumForest } from './sum-forest.ts';

export interface ForestRegressorParams extends ForestParams {
  /** What splits lower. */
  readonly criterion: NumberCriterionName;
}

export interface ForestRegressorState {
  readonly trees: readonly Tree[];
  /** Predictions by the trees that had not seen a sample, null unless asked for. @shape [N] */
  readonly oobPrediction: Float64Array | null;
  readonly oobScore: number | null;
}

/** Forests that predict numbers: the mean of what their trees predict. */
export abstract class ForestRegressor extends Regressor<ForestRegressorParams, ForestRegressorState> {
  /** How the trees cut. */
  protected abstract readonly splitter: 'best' | 'random';

  /** The trees, as estimators of their own. */
  get estimators_(): DecisionTreeRegressor[] {
    const seen = { count: this.nFeaturesIn_, names: this.featureNamesIn_ };
    return this.learned.trees.map((tree) => new DecisionTreeRegressor().restore({ tree }, seen));
  }

  /** Mean of the trees' importances. @shape → [F] */
  get featureImportances_(): Tensor<[number]> {
    return vector(forestImportances(this.learned.trees));
  }

  /** R² of `oobPrediction_`; null unless `oobScore` was set. */
  get oobScore_(): number | null {
    return this.learned.oobScore;
  }

  /** Mean prediction of the trees that have not seen a sample; null unless `oobScore` was set. @shape → [N] */
  get oobPrediction_(): Tensor<[number]> | null {
    const { oobPrediction } = this.learned;
    return oobPrediction === null ? null : vector(oobPrediction);
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = this.class.estimatorName;
    const { params } = this;
    requireOneOf(name, 'criterion', params.criterion, ['squared_error', 'friedman_mse', 'absolute_error', 'poisson']);
    checkForestParams(name, params);
    return tidy(() => {
      const X_ = this.fitX(X);
      const targets = checkVector(`${name}.fit`, y, X_);
      if (params.criterion === 'poisson') checkCounts(`${name}.fit`, targets);
      const [n, f] = X_.shape;
      const drawn = drawnSamples(name, params, n);
      const weights = checkWeights(`${name}.fit`, sampleWeight, X_);
      const samples = values(X_);
      const data: ForestData = {
        samples,
        columns: sharedColumns(this.splitter, samples, f),
        targets: shared(targets),
        classes: 0,
        weights: weights === null ? null : shared(weights),
      };
      const tree = growthRules({ ...params, splitter: this.splitter }, n, f);
      const { ccpAlpha, oobScore: outOfBag } = params;
      const rules: ForestRules = { tree, ccpAlpha, drawn, balanceDraws: false, outOfBag };
      const grown = growForest(data, rules, treeSeeds(name, params), { nJobs: params.nJobs, onProgress });
      const oobPrediction = outOfBag ? outOfBagMeans(grown, n, false) : null;
      const oobScore = oobPrediction === null ? null : rSquared(targets, oobPrediction);
      return this.learn({ trees: grown.map((each) => each.tree), oobPrediction, oobScore });
    });
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const { trees } = this.learned;
    const sums = tidy(() => sumForest(trees, values(this.checkX(X, 'predict')), false, this.params.nJobs));
    return vector(sums.map((sum) => sum / trees.length));
  }

  /** Number of the leaf in which each sample ends, tree by tree. @shape X [N, F] → [N, trees] int32 */
  apply(X: MatrixLike): Tensor<[number, number]> {
    return forestLeaves(
      this.learned.trees,
      tidy(() => values(this.checkX(X, 'apply')).slice()),
    );
  }

  protected readState(state: unknown, seen: SeenFeatures | null): ForestRegressorState {
    const read = new StateReader(this.class.estimatorName, state);
    const oobScore = read.raw('oobScore') === null ? null : read.number('oobScore');
    const oobPrediction = read.raw('oobPrediction') === null ? null : read.float64('oobPrediction');
    return { trees: readTrees(read, seen?.count ?? 0, 1), oobPrediction, oobScore };
  }
}

function rSquared(truth: Float64Array, guess: Float64Array): number {
  const mean = truth.reduce((sum, each) => sum + each, 0) / truth.length;
  let residual = 0;
  let spread = 0;
  for (let i = 0; i < truth.length; i++) {
    residual += (truth[i] - guess[i]) ** 2;
    spread += (truth[i] - mean) ** 2;
  }
  return spread === 0 ? (residual === 0 ? 1 : 0) : 1 - residual / spread;
}
