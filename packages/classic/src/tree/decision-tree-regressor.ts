import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { tagsOf } from '../base/tags.ts';
import { integers, matrix, values, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkCounts } from './check-counts.ts';
import { featureImportances } from './feature-importances.ts';
import { growTree, type NumberCriterionName } from './grow-tree.ts';
import { type PruningPath, pruneTree, pruningPath } from './prune-tree.ts';
import { readTree } from './read-tree.ts';
import { leafCount, type Tree } from './tree.ts';
import { treeColumns } from './tree-columns.ts';
import { leavesOf, pathsOf } from './tree-leaves.ts';
import { checkTreeParams, growthRules, type TreeParams, treeDefaults, treeGenerator } from './tree-params.ts';

export interface DecisionTreeRegressorParams extends TreeParams {
  /** What splits lower: the variance, which Friedman's improvement weighs otherwise, the mean absolute deviation, or the deviance of counts. */
  readonly criterion: NumberCriterionName;
  /** Cut where it is best, or at random places of which the best is taken. */
  readonly splitter: 'best' | 'random';
}

interface DecisionTreeRegressorState {
  readonly tree: Tree;
}

/**
 * A tree of questions x[feature] ≤ threshold that predicts the mean of the samples in a leaf, or their median.
 *
 * Splits are exact: every cut between two distinct values of a feature is looked at. Where features are equally good the first is
 * taken, so that the tree depends on `randomState` only where features or thresholds are drawn.
 *
 * @shape X [N, F], y [N]
 * @complexity O(F · N log N), and O(maxFeatures · N) for each level of the tree; absolute_error O(maxFeatures · N log N)
 * @reference Breiman et al., Classification and Regression Trees (1984); agrees with sklearn.tree.DecisionTreeRegressor, which
 * rounds X to float32 and takes values closer than 1e-7 for equal
 * @example
 * const tree = new DecisionTreeRegressor({ maxDepth: 1 }).fit([[0], [1], [4], [5]], [1, 3, 18, 20]);
 * tree.predict([[2], [3]]).toArray() // => [2, 19]
 */
export class DecisionTreeRegressor extends Regressor<DecisionTreeRegressorParams, DecisionTreeRegressorState> {
  static readonly estimatorName: string = 'DecisionTreeRegressor';
  static readonly defaults: DecisionTreeRegressorParams = /* @__PURE__ */ withDefaults(treeDefaults, {
    criterion: 'squared_error',
    splitter: 'best',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  /** The nodes. */
  get tree_(): Tree {
    return this.learned.tree;
  }

  /** Share of each feature in what all splits took away of the impurity. @shape → [F] */
  get featureImportances_(): Tensor<[number]> {
    return vector(featureImportances(this.learned.tree));
  }

  /** Edges from the root to the deepest leaf. */
  getDepth(): number {
    return this.learned.tree.maxDepth;
  }

  getNLeaves(): number {
    return leafCount(this.learned.tree);
  }

  fit(X: MatrixLike, y: VectorLike, options: FitOptions = {}): this {
    const { ccpAlpha } = this.params;
    const tree = this.#grow(X, y, options);
    return this.learn({ tree: ccpAlpha === 0 ? tree : pruneTree(tree, ccpAlpha) });
  }

  /** The values of `ccpAlpha` at which branches of the tree on these samples go, and the impurity of what is then left. */
  costComplexityPruningPath(X: MatrixLike, y: VectorLike, options: FitOptions = {}): PruningPath {
    return pruningPath(this.clone().#grow(X, y, options));
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const { tree } = this.learned;
    const leaves = tidy(() => leavesOf(tree, values(this.checkX(X, 'predict'))));
    return vector(Float64Array.from(leaves, (leaf) => tree.value[leaf]));
  }

  /** Number of the leaf in which each sample ends. @shape X [N, F] → [N] int32 */
  apply(X: MatrixLike): Tensor<[number]> {
    return integers(tidy(() => leavesOf(this.learned.tree, values(this.checkX(X, 'apply')))));
  }

  /** 1 where a node is on the way of a sample. @shape X [N, F] → [N, nodes] */
  decisionPath(X: MatrixLike): Tensor<[number, number]> {
    const nodes = this.learned.tree.feature.length;
    const paths = tidy(() => pathsOf(this.learned.tree, values(this.checkX(X, 'decisionPath'))));
    return matrix(paths, paths.length / nodes, nodes);
  }

  #grow(X: MatrixLike, y: VectorLike, { sampleWeight = null }: FitOptions): Tree {
    const name = this.class.estimatorName;
    const { params } = this;
    requireOneOf(name, 'criterion', params.criterion, ['squared_error', 'friedman_mse', 'absolute_error', 'poisson']);
    requireOneOf(name, 'splitter', params.splitter, ['best', 'random']);
    checkTreeParams(name, params);
    return tidy(() => {
      const samples = this.fitX(X);
      const targets = checkVector(`${name}.fit`, y, samples);
      if (params.criterion === 'poisson') checkCounts(`${name}.fit`, targets);
      const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
      const [n, f] = samples.shape;
      const rules = growthRules(params, n, f);
      const columns = treeColumns(params.splitter, values(samples), f);
      return growTree(
        { columns, targets, classes: 0, weights },
        rules,
        treeGenerator(name, rules, f, params.randomState),
      );
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): DecisionTreeRegressorState {
    const read = new StateReader(this.class.estimatorName, state);
    return { tree: readTree(read.object('tree'), seen?.count ?? 0, 1) };
  }
}
