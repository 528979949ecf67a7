import type { Rng } from '@ml/tensor';
import { AbsoluteErrorCriterion } from './absolute-error-criterion.ts';
import { BestCuts } from './best-cuts.ts';
import { type ClassTargets, EntropyCriterion, GiniCriterion } from './class-criterion.ts';
import { codedClasses } from './coded-classes.ts';
import { type Criterion, type NodeSummary, pure } from './criterion.ts';
import type { Cuts } from './cuts.ts';
import { type Split, SplitFinder } from './find-split.ts';
import { GrowingSamples } from './growing-samples.ts';
import { FriedmanCriterion, type NumberTargets, PoissonCriterion, SquaredErrorCriterion } from './mean-criterion.ts';
import { PlanHeap } from './plan-heap.ts';
import { RandomCuts } from './random-cuts.ts';
import type { Tree } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { TreeColumns } from './tree-columns.ts';

export type ClassCriterionName = 'gini' | 'entropy' | 'log_loss';
export type NumberCriterionName = 'squared_error' | 'friedman_mse' | 'absolute_error' | 'poisson';
type CriterionName = ClassCriterionName | NumberCriterionName;

/** How a tree grows; counts where parameters may be fractions. */
export interface GrowthRules {
  readonly criterion: CriterionName;
  /** Which columns the tree grows on: ranks for the best cuts, values for random ones. */
  readonly splitter: 'best' | 'random';
  /** Infinity where there is none. */
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly minWeightFractionLeaf: number;
  /** How many features a node looks at. */
  readonly maxFeatures: number;
  /** Best first where there is a limit, depth first where it is null. */
  readonly maxLeafNodes: number | null;
  readonly minImpurityDecrease: number;
}

/** What a tree grows on. */
export interface GrowthData {
  /** Of X without NaN: ranks, to cut where it is best, or values, to cut at random places. */
  readonly columns: TreeColumns;
  /** Codes of classes, or numbers. @shape [N] */
  readonly targets: Int32Array | Float64Array;
  /** How many classes there are; 0: targets are numbers. */
  readonly classes: number;
  /** Samples of weight 0 are not there. @shape [N] */
  readonly weights: Float64Array | null;
}

/** A stretch of samples that is a node, or will be one. */
interface Node extends NodeSummary {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly parent: number;
  readonly isLeft: boolean;
}

/** How a node can be split. Its samples are in the children's order already. */
interface Plan extends Split {
  readonly node: number;
  readonly improvement: number;
  readonly left: Node;
  readonly right: Node;
}

/**
 * Grows one tree.
 *
 * @param rng draws the features of a node and random thresholds; null: all features, in their order
 * @complexity O(maxFeatures · N) for every level of the tree
 */
export function growTree(data: GrowthData, rules: GrowthRules, rng: Rng | null): Tree {
  return new Growth(data, rules, rng).grow();
}

class Growth {
  readonly #cuts: Cuts;
  readonly #rules: GrowthRules;
  readonly #minWeightLeaf: number;
  readonly #samples: GrowingSamples;
  readonly #criterion: Criterion;
  readonly #finder: SplitFinder;
  readonly #tree: TreeBuilder;

  constructor({ columns, targets, classes, weights }: GrowthData, rules: GrowthRules, rng: Rng | null) {
    const rows = rowsOfWeight(columns.samples, weights);
    const totalWeight = weights === null ? rows.length : weights.reduce((sum, weight) => sum + weight, 0);
    let codes = columns.samples;
    if (classes > 0) {
      const coded = codedClasses(targets as Int32Array, classes, weights, rows);
      codes = coded.classOf.length;
      this.#samples = new GrowingSamples(rows, coded.codes);
      this.#criterion = classCriterion(rules.criterion, { ...coded, classes, totalWeight });
    } else {
      const weightOf = weights ?? new Float64Array(columns.samples).fill(1);
      this.#samples = new GrowingSamples(rows, null);
      this.#criterion = numberCriterion(rules.criterion, { targetOf: targets as Float64Array, weightOf, totalWeight });
    }
    this.#cuts = this.#cutsOf(columns, codes, rng);
    this.#rules = rules;
    this.#minWeightLeaf = rules.minWeightFractionLeaf * totalWeight;
    const limits = { minSamplesLeaf: rules.minSamplesLeaf, minWeightLeaf: this.#minWeightLeaf };
    this.#finder = new SplitFinder(this.#cuts, this.#criterion, limits, rules.maxFeatures, rng);
    this.#tree = new TreeBuilder(columns.features, this.#criterion.nOutputs);
  }

  #cutsOf(columns: TreeColumns, codes: number, rng: Rng | null): Cuts {
    if ('ranks' in columns) return new BestCuts(columns, this.#samples, this.#criterion, codes);
    if (rng === null) throw new TypeError('growTree: random cuts need a generator');
    return new RandomCuts(columns, this.#samples, this.#criterion, rng);
  }

  grow(): Tree {
    const root = this.#node(0, this.#samples.rows.length, 0, -1, false);
    if (this.#rules.maxLeafNodes === null) this.#growDepthFirst(root);
    else this.#growBestFirst(root, this.#rules.maxLeafNodes);
    return this.#tree.finish();
  }

  #growDepthFirst(root: Node): void {
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const plan = this.#add(node);
      if (plan === null) continue;
      this.#tree.split(plan.node, plan.feature, plan.threshold);
      stack.push(plan.right, plan.left);
    }
  }

  /** Splits next the leaf whose split gains most, until there are so many leaves. */
  #growBestFirst(root: Node, maxLeafNodes: number): void {
    const open = new PlanHeap<Plan>();
    const add = (node: Node): void => {
      const plan = this.#add(node);
      if (plan !== null) open.push(plan);
    };
    add(root);
    for (let leaves = 1; leaves < maxLeafNodes; leaves++) {
      const plan = open.pop();
      if (plan === undefined) return;
      this.#tree.split(plan.node, plan.feature, plan.threshold);
      add(plan.left);
      add(plan.right);
    }
  }

  #node(start: number, end: number, depth: number, parent: number, isLeft: boolean): Node {
    this.#criterion.enter(this.#samples.codes, start, end);
    const { weight, impurity } = this.#criterion;
    return { start, end, depth, parent, isLeft, weight, impurity };
  }

  /** Adds a leaf to the tree, and says how it could be split; null where it should not. */
  #add(node: Node): Plan | null {
    const { start, end, depth, weight, impurity } = node;
    const criterion = this.#criterion;
    criterion.enter(this.#samples.codes, start, end);
    const id = this.#tree.add(depth, end - start, weight, impurity);
    criterion.writeValue(this.#tree.valueOf(id));
    if (node.parent >= 0) this.#tree.link(node.parent, id, node.isLeft);
    const { maxDepth, minSamplesSplit, minSamplesLeaf, minImpurityDecrease } = this.#rules;
    const samples = end - start;
    if (depth >= maxDepth || samples < minSamplesSplit || samples < 2 * minSamplesLeaf) return null;
    if (weight < 2 * this.#minWeightLeaf || impurity <= pure) return null;
    const split = this.#finder.find(start, end);
    if (split === null) return null;
    const middle = this.#cuts.partition(split.feature, split.limit, start, end);
    const left = this.#node(start, middle, depth + 1, id, true);
    const right = this.#node(middle, end, depth + 1, id, false);
    const improvement = criterion.improvement(node, left, right);
    if (improvement + pure < minImpurityDecrease) return null;
    return { ...split, node: id, improvement, left, right };
  }
}

function rowsOfWeight(samples: number, weights: Float64Array | null): Int32Array {
  const rows = new Int32Array(samples);
  let count = 0;
  for (let i = 0; i < samples; i++) if (weights === null || weights[i] !== 0) rows[count++] = i;
  return rows.slice(0, count);
}

function classCriterion(name: CriterionName, targets: ClassTargets): Criterion {
  return name === 'gini' ? new GiniCriterion(targets) : new EntropyCriterion(targets);
}

function numberCriterion(name: CriterionName, targets: NumberTargets): Criterion {
  if (name === 'absolute_error') return new AbsoluteErrorCriterion(targets);
  if (name === 'poisson') return new PoissonCriterion(targets);
  if (name === 'friedman_mse') return new FriedmanCriterion(targets);
  return new SquaredErrorCriterion(targets);
}
