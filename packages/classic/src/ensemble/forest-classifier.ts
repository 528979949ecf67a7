import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, weightsWithClasses } from '../base/class-weight.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
import type { ClassCriterionName } from '../tree/grow-tree.ts';
import { readTrees } from '../tree/read-tree.ts';
import { requireWeight } from '../tree/require-weight.ts';
import type { Tree } from '../tree/tree.ts';
import { growthRules } from '../tree/tree-params.ts';
import { forestImportances } from './forest-importances.ts';
import { forestLeaves } from './forest-leaves.ts';
import { checkForestParams, drawnSamples, type ForestParams, treeSeeds } from './forest-params.ts';
import { type ForestData, type ForestRules, growForest, shared, sharedColumns } from './grow-forest.ts';
import { outOfBagMeans } from './out-of-bag.ts';
import { sumForest } from './sum-forest.ts';

export interface ForestClassifierParams extends ForestParams {
  /** What splits lower: Gini's index or the entropy, which is also called 'log_loss'. */
  readonly criterion: ClassCriterionName;
  /** Weights of the classes; 'balanced_subsample' balances the samples drawn for each tree. */
  readonly classWeight: ClassWeight | 'balanced_subsample';
}

export interface ForestClassifierState<L extends Label> {
  readonly classes: readonly L[];
  readonly trees: readonly Tree[];
  /** Shares of classes by the trees that had not seen a sample, null unless asked for. @shape [N · K] */
  readonly oobShares: Float64Array | null;
  readonly oobScore: number | null;
}

/** Forests that tell classes apart: the mean of what their trees say. */
export abstract class ForestClassifier<L extends Label> extends Classifier<
  ForestClassifierParams,
  ForestClassifierState<L>,
  L
> {
  /** How the trees cut. */
  protected abstract readonly splitter: 'best' | 'random';

  /** The trees, as estimators of their own. */
  get estimators_(): DecisionTreeClassifier<L>[] {
    const { classes, trees } = this.learned;
    const seen = { count: this.nFeaturesIn_, names: this.featureNamesIn_ };
    return trees.map((tree) => new DecisionTreeClassifier<L>().restore({ classes, tree }, seen));
  }

  /** Mean of the trees' importances. @shape → [F] */
  get featureImportances_(): Tensor<[number]> {
    return vector(forestImportances(this.learned.trees));
  }

  /** Share of samples whose class the trees predict that have not seen them; null unless `oobScore` was set. */
  get oobScore_(): number | null {
    return this.learned.oobScore;
  }

  /** Shares of the classes by the trees that have not seen a sample; null unless `oobScore` was set. @shape → [N, K] */
  get oobDecisionFunction_(): Tensor<[number, number]> | null {
    const { oobShares, classes } = this.learned;
    return oobShares === null ? null : matrix(oobShares, oobShares.length / classes.length, classes.length);
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = this.class.estimatorName;
    const { params } = this;
    requireOneOf(name, 'criterion', params.criterion, ['gini', 'entropy', 'log_loss']);
    checkForestParams(name, params);
    return tidy(() => {
      const X_ = this.fitX(X);
      const { classes, codes } = this.fitLabels(X_, y, 1);
      const [n, f] = X_.shape;
      const drawn = drawnSamples(name, params, n);
      const balanceDraws = params.classWeight === 'balanced_subsample' && drawn > 0;
      const given = checkWeights(`${name}.fit`, sampleWeight, X_);
      const all = weightsWithClasses(name, given, this.#weightsOfAll(balanceDraws), classes, codes);
      const weights = requireWeight(`${name}.fit`, all);
      const samples = values(X_);
      const data: ForestData = {
        samples,
        columns: sharedColumns(this.splitter, samples, f),
        targets: shared(codes),
        classes: classes.length,
        weights: weights === null ? null : shared(weights),
      };
      const tree = growthRules({ ...params, splitter: this.splitter }, n, f);
      const rules: ForestRules = { tree, ccpAlpha: params.ccpAlpha, drawn, balanceDraws, outOfBag: params.oobScore };
      const grown = growForest(data, rules, treeSeeds(name, params), { nJobs: params.nJobs, onProgress });
      const oobShares = params.oobScore ? outOfBagMeans(grown, n, true) : null;
      const oobScore = oobShares === null ? null : shareOfEqual(largestOfRows(oobShares, classes.length), codes);
      return this.learn({ classes, trees: grown.map(({ tree }) => tree), oobShares, oobScore });
    });
  }

  /** Weights of classes that are the same for all trees. */
  #weightsOfAll(balanceDraws: boolean): ClassWeight {
    const { classWeight } = this.params;
    if (classWeight !== 'balanced_subsample') return classWeight;
    return balanceDraws ? null : 'balanced';
  }

  predict(X: MatrixLike): Predicted<L> {
    return decodeLabels(this.learned.classes, largestOfRows(this.#shares(X, 'predict'), this.learned.classes.length));
  }

  /** Mean over the trees of the shares of the classes in a sample's leaf. @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    const shares = this.#shares(X, 'predictProba');
    const columns = this.learned.classes.length;
    return matrix(shares, shares.length / columns, columns);
  }

  /** @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    const shares = this.#shares(X, 'predictLogProba').map(Math.log);
    const columns = this.learned.classes.length;
    return matrix(shares, shares.length / columns, columns);
  }

  /** Number of the leaf in which each sample ends, tree by tree. @shape X [N, F] → [N, trees] int32 */
  apply(X: MatrixLike): Tensor<[number, number]> {
    return forestLeaves(
      this.learned.trees,
      tidy(() => values(this.checkX(X, 'apply')).slice()),
    );
  }

  /** [N, K] row by row. */
  #shares(X: MatrixLike, method: string): Float64Array {
    const { trees } = this.learned;
    return tidy(() => {
      const sums = sumForest(trees, values(this.checkX(X, method)), true, this.params.nJobs);
      return sums.map((sum) => sum / trees.length);
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): ForestClassifierState<L> {
    const read: StateReader = new StateReader(this.class.estimatorName, state);
    const classes = read.classes<L>();
    const oobScore = read.raw('oobScore') === null ? null : read.number('oobScore');
    const oobShares = read.raw('oobShares') === null ? null : read.float64('oobShares');
    read.require((oobShares?.length ?? 0) % classes.length === 0, 'has an odd number of oobShares');
    return { classes, trees: readTrees(read, seen?.count ?? 0, classes.length), oobShares, oobScore };
  }
}

function shareOfEqual(a: Int32Array, b: Int32Array): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
  return equal / a.length;
}
