import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, weightsWithClasses } from '../base/class-weight.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { integers, matrix, values, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { addClassShares, largestOfRows } from './class-shares.ts';
import { featureImportances } from './feature-importances.ts';
import { type ClassCriterionName, growTree } from './grow-tree.ts';
import { type PruningPath, pruneTree, pruningPath } from './prune-tree.ts';
import { readTree } from './read-tree.ts';
import { requireWeight } from './require-weight.ts';
import { leafCount, type Tree } from './tree.ts';
import { treeColumns } from './tree-columns.ts';
import { leavesOf, pathsOf } from './tree-leaves.ts';
import { checkTreeParams, growthRules, type TreeParams, treeDefaults, treeGenerator } from './tree-params.ts';

export interface DecisionTreeClassifierParams extends TreeParams {
  /** What splits lower: Gini's index or the entropy, which is also called 'log_loss'. */
  readonly criterion: ClassCriterionName;
  /** Cut where it is best, or at random places of which the best is taken. */
  readonly splitter: 'best' | 'random';
  readonly classWeight: ClassWeight;
}

interface DecisionTreeClassifierState<L extends Label> {
  readonly classes: readonly L[];
  readonly tree: Tree;
}

/**
 * A tree of questions x[feature] ≤ threshold, each chosen so that the classes on its two sides are as pure as possible.
 *
 * Splits are exact: every cut between two distinct values of a feature is looked at. Where features are equally good the first is
 * taken, so that the tree depends on `randomState` only where features or thresholds are drawn.
 *
 * @shape X [N, F], y [N]
 * @complexity O(F · N log N), and O(maxFeatures · N) for each level of the tree
 * @reference Breiman et al., Classification and Regression Trees (1984); agrees with sklearn.tree.DecisionTreeClassifier, which
 * rounds X to float32 and takes values closer than 1e-7 for equal
 * @example
 * const tree = new DecisionTreeClassifier().fit([[0], [1], [4], [5]], [7, 7, 9, 9]);
 * tree.predict([[2], [3]]).toArray() // => [7, 9]
 * tree.tree_.threshold // => Float64Array [2.5, -2, -2]
 */
export class DecisionTreeClassifier<L extends Label = number> extends Classifier<
  DecisionTreeClassifierParams,
  DecisionTreeClassifierState<L>,
  L
> {
  static readonly estimatorName: string = 'DecisionTreeClassifier';
  static readonly defaults: DecisionTreeClassifierParams = /* @__PURE__ */ withDefaults(treeDefaults, {
    criterion: 'gini',
    splitter: 'best',
    classWeight: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, weightsRepeat: true });

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

  fit(X: MatrixLike, y: Labels<L>, options: FitOptions = {}): this {
    const { ccpAlpha } = this.params;
    const { classes, tree } = this.#grow(X, y, options);
    return this.learn({ classes, tree: ccpAlpha === 0 ? tree : pruneTree(tree, ccpAlpha) });
  }

  /** The values of `ccpAlpha` at which branches of the tree on these samples go, and the impurity of what is then left. */
  costComplexityPruningPath(X: MatrixLike, y: Labels<L>, options: FitOptions = {}): PruningPath {
    return pruningPath(this.clone().#grow(X, y, options).tree);
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes, tree } = this.learned;
    return decodeLabels(classes, largestOfRows(this.#shares(X, 'predict'), tree.nOutputs));
  }

  /** Shares of the classes in the leaf of each sample. @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    const shares = this.#shares(X, 'predictProba');
    const { nOutputs } = this.learned.tree;
    return matrix(shares, shares.length / nOutputs, nOutputs);
  }

  /** @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    const shares = this.#shares(X, 'predictLogProba').map(Math.log);
    const { nOutputs } = this.learned.tree;
    return matrix(shares, shares.length / nOutputs, nOutputs);
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

  #grow(X: MatrixLike, y: Labels<L>, { sampleWeight = null }: FitOptions): DecisionTreeClassifierState<L> {
    const name = this.class.estimatorName;
    const { params } = this;
    requireOneOf(name, 'criterion', params.criterion, ['gini', 'entropy', 'log_loss']);
    requireOneOf(name, 'splitter', params.splitter, ['best', 'random']);
    checkTreeParams(name, params);
    return tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y, 1);
      const given = checkWeights(`${name}.fit`, sampleWeight, samples);
      const perClass = weightsWithClasses(name, given, params.classWeight, classes, codes);
      const weights = requireWeight(`${name}.fit`, perClass);
      const [n, f] = samples.shape;
      const rules = growthRules(params, n, f);
      const columns = treeColumns(params.splitter, values(samples), f);
      const rng = treeGenerator(name, rules, f, params.randomState);
      return { classes, tree: growTree({ columns, targets: codes, classes: classes.length, weights }, rules, rng) };
    });
  }

  /** [N, K] row by row. */
  #shares(X: MatrixLike, method: string): Float64Array {
    const { tree } = this.learned;
    return tidy(() => {
      const leaves = leavesOf(tree, values(this.checkX(X, method)));
      const shares = new Float64Array(leaves.length * tree.nOutputs);
      addClassShares(shares, tree, leaves);
      return shares;
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): DecisionTreeClassifierState<L> {
    const read = new StateReader(this.class.estimatorName, state);
    const classes = read.classes<L>();
    return { classes, tree: readTree(read.object('tree'), seen?.count ?? 0, classes.length) };
  }
}
