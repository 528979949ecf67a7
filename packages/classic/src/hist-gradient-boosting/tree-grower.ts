import { allocate, arange, engine, heapView, type Tensor } from '@ml/tensor';
import { classicKernels } from '../engine/classic-kernels.ts';
import type { BinnedFeatures } from './bin-features.ts';
import { GainHeap } from './gain-heap.ts';
import type { TreeNode } from './hist-forest.ts';
import { countsOf, type Histogram, HistogramPool, sumsOf } from './histograms.ts';
import { scanCategories } from './scan-categories.ts';
import { minHessian, type NodeTotals, nodeFields, nodeValue, type SplitRules, splitFields } from './split-rules.ts';

export interface GrowerRules extends SplitRules {
  readonly maxLeafNodes: number;
  readonly maxDepth: number;
  readonly learningRate: number;
  readonly constantHessian: boolean;
  /** For each feature. */
  readonly monotonic: Int8Array;
  readonly isCategorical: Uint8Array | null;
  readonly interactions: readonly (readonly number[])[] | null;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  missingLeft: boolean;
  /** Bins that go left; null for a split by the order of values. */
  readonly bins: readonly number[] | null;
  readonly gradient: number;
  readonly hessian: number;
}

/** A node while its tree grows. Its samples are `count` of the grower's from `from` on. */
interface Node extends NodeTotals {
  readonly depth: number;
  readonly from: number;
  /** Sets of features that may still be split on. */
  readonly groups: readonly number[];
  lower: number;
  upper: number;
  value: number;
  gain: number;
  split: Split | null;
  histogram: Histogram | null;
  children: readonly [Node, Node] | null;
}

/** A leaf of a tree that is grown: the samples in it. */
export interface Leaf {
  value: number;
  readonly from: number;
  readonly count: number;
}

/** Some microseconds of looking at one feature: a sample takes about a nanosecond, a bin three. */
const featureGrain = (samples: number, bins: number): number => Math.ceil(40_000 / (samples + 6 * bins));

/** Passes over samples that cost about a nanosecond each. */
const sampleGrain = { grain: 32_768, multiple: 16, tasksPerThread: 1 };

/**
 * Grows regression trees on the first and second derivatives of a loss, leaf by leaf, where most is gained first.
 *
 * The histogram of a node's smaller child is added up over its samples; that of the other one is what the node's has more.
 *
 * @complexity O(N·F) for each level of depth that samples are spread over
 * @reference Ke et al. 2017, LightGBM; agrees with sklearn's TreeGrower
 */
export class TreeGrower {
  readonly #binned: BinnedFeatures;
  readonly #rules: GrowerRules;
  readonly #pool: HistogramPool;
  /** Kept, since its counts are the same for all trees. */
  readonly #rootHistogram: Histogram;
  #rootIsCounted = false;
  readonly #features: number;
  /** [F, 4] what the kernel has to know of each feature. */
  readonly #featureRules: Tensor;
  readonly #nodes: Tensor;
  readonly #tables: Tensor;
  readonly #goesLeft: Tensor;
  readonly #sums: Tensor;
  /** 0, 1, … */
  readonly #inOrder: Tensor;
  readonly #samples: Tensor;
  readonly #spare: Tensor;
  readonly #ordered: Tensor;
  #leaves: Node[] = [];
  #waiting = new GainHeap<Node>();

  constructor(binned: BinnedFeatures, rules: GrowerRules) {
    this.#binned = binned;
    this.#rules = rules;
    const [features, n] = binned.codes.shape;
    this.#features = features;
    this.#pool = new HistogramPool(features, binned.bins);
    this.#rootHistogram = this.#pool.take();
    this.#featureRules = allocate([features, 4], 'int32');
    this.#nodes = allocate([2, nodeFields], 'float64');
    this.#tables = allocate([2, features, splitFields], 'float64');
    this.#goesLeft = allocate([256], 'uint8');
    this.#sums = allocate([2], 'float64');
    this.#inOrder = arange(n, { dtype: 'int32' });
    this.#samples = allocate([n], 'int32');
    this.#spare = allocate([n], 'int32');
    this.#ordered = allocate([n, 2], 'float32');
  }

  /** Numbers of the samples, leaf by leaf, once a tree is grown. @shape [N] */
  get samples(): Int32Array {
    return heapView(this.#samples) as Int32Array;
  }

  /**
   * A tree of the derivatives at `pairsAt … pairsAt + 2N`.
   *
   * @param leafValue another value than the Newton step for a leaf, before it is shrunk; null keeps the step
   */
  grow(pairs: Tensor, pairsAt: number, leafValue: ((leaf: Leaf) => number) | null): TreeNode {
    const address = pairs.address + 4 * pairsAt;
    const root = this.#root(address);
    if (root.count < 2 * this.#rules.minSamplesLeaf || root.hessian < minHessian) this.#leaves.push(root);
    else {
      root.histogram = this.#rootHistogram;
      this.#look([root], null, 0, address);
    }
    while (this.#waiting.size > 0) this.#splitNext(address);
    for (const leaf of this.#leaves) leaf.value = this.#rules.learningRate * (leafValue?.(leaf) ?? leaf.value);
    return root;
  }

  /** Adds every leaf's value to its samples' predictions at `at … at + N`. */
  addTo(raw: Float64Array, at: number): void {
    const { samples } = this;
    for (const { value, from, count } of this.#leaves)
      for (let i = from; i < from + count; i++) raw[at + samples[i]] += value;
  }

  #root(pairs: number): Node {
    this.#leaves = [];
    const count = this.#samples.size;
    heapView(this.#samples).set(heapView(this.#inOrder));
    classicKernels.exports.sumPairs(this.#sums.address, pairs, count);
    const [gradient, hessian] = heapView(this.#sums);
    const groups = this.#rules.interactions?.map((_, g) => g) ?? [];
    return newNode({ depth: 0, from: 0, count, gradient, hessian, value: 0, groups });
  }

  /** Splits the node that gains most, and looks at its children. */
  #splitNext(pairs: number): void {
    const { maxLeafNodes, maxDepth, minSamplesLeaf } = this.#rules;
    const node = this.#waiting.pop();
    const children = this.#divide(node, node.split as Split);
    const leaves = this.#leaves.length + this.#waiting.size + 2;
    if (leaves === maxLeafNodes) {
      const rest = this.#waiting.drain();
      this.#leaves.push(...children, ...rest);
      for (const done of [node, ...rest]) this.#release(done);
      return;
    }
    const splittable = children.filter((child) => child.depth < maxDepth && child.count >= 2 * minSamplesLeaf);
    for (const child of children) if (!splittable.includes(child)) this.#leaves.push(child);
    if (splittable.length > 0) this.#lookAtChildren(node, children, splittable, pairs);
    this.#release(node);
  }

  #release(node: Node): void {
    if (node.histogram !== null && node.histogram !== this.#rootHistogram) this.#pool.give(node.histogram);
    node.histogram = null;
  }

  /** Sends the samples of a node to its two children. */
  #divide(node: Node, split: Split): readonly [Node, Node] {
    const { l2, monotonic, interactions } = this.#rules;
    const { codes, bins, hasMissing } = this.#binned;
    const { feature, gradient, hessian } = split;
    const goesLeft = heapView(this.#goesLeft).fill(0);
    if (split.bins === null) {
      goesLeft.fill(1, 0, split.bin + 1);
      goesLeft[bins - 1] = split.missingLeft ? 1 : 0;
    } else for (const bin of split.bins) goesLeft[bin] = 1;
    const { from, count, lower, upper } = node;
    const leftCount = classicKernels.exports.splitSamples(
      this.#samples.address + 4 * from,
      this.#spare.address,
      count,
      codes.address + feature * codes.shape[1],
      this.#goesLeft.address,
    );
    // Where no value was missing in fit, a missing one goes where most samples go.
    if (hasMissing[feature] === 0) split.missingLeft = leftCount > count - leftCount;
    const groups = node.groups.filter((g) => interactions?.[g].includes(feature));
    const depth = node.depth + 1;
    const restGradient = node.gradient - gradient;
    const restHessian = node.hessian - hessian;
    const value = nodeValue(gradient, hessian, l2, lower, upper);
    const restValue = nodeValue(restGradient, restHessian, l2, lower, upper);
    const left = newNode({ depth, from, count: leftCount, gradient, hessian, value, groups });
    const right = newNode({
      depth,
      from: from + leftCount,
      count: count - leftCount,
      gradient: restGradient,
      hessian: restHessian,
      value: restValue,
      groups,
    });
    const sign = monotonic[feature];
    const middle = (value + restValue) / 2;
    left.lower = sign < 0 ? middle : lower;
    left.upper = sign > 0 ? middle : upper;
    right.lower = sign > 0 ? middle : lower;
    right.upper = sign < 0 ? middle : upper;
    node.children = [left, right];
    return node.children;
  }

  /** Histograms of both children, of the smaller one from its samples, and the best split of each that may be split. */
  #lookAtChildren(parent: Node, children: readonly [Node, Node], splittable: readonly Node[], pairs: number): void {
    const [left, right] = children;
    const ordered = left.count < right.count ? [left, right] : [right, left];
    for (const child of ordered) child.histogram = this.#pool.take();
    const [{ from, count }] = ordered;
    const samples = this.#samples.address + 4 * from;
    const [out, kernel] = [this.#ordered.address, classicKernels.threaded('gatherPairs')];
    engine.forRanges(kernel, count, sampleGrain, (first, n) => [out, pairs, samples, first, n]);
    this.#look(ordered, parent.histogram, samples, out, splittable);
    for (const child of children) if (!splittable.includes(child)) this.#release(child);
  }

  /**
   * Fills the histograms of a node, and of its sibling where there is one, and finds their best splits.
   *
   * @param samples address of the numbers of the node's samples; 0 at the root, which has them all in order
   * @param pairs address of their derivatives
   */
  #look(
    nodes: readonly Node[],
    parent: Histogram | null,
    samples: number,
    pairs: number,
    splittable: readonly Node[] = nodes,
  ): void {
    const { codes, bins } = this.#binned;
    const { minSamplesLeaf, l2, constantHessian } = this.#rules;
    const [node, sibling] = nodes;
    const width = this.#features;
    this.#describe(nodes);
    const scans = nodes.reduce((bits, each, i) => bits | (splittable.includes(each) ? 1 << i : 0), 0);
    const histograms = [node.histogram, sibling?.histogram ?? null, parent].flatMap((histogram) => [
      histogram?.sums.address ?? 0,
      constantHessian ? 0 : (histogram?.counts.address ?? 0),
    ]);
    const places = [this.#tables.address, this.#featureRules.address, this.#nodes.address];
    const counted = node.depth === 0 && this.#rootIsCounted ? 1 : 0;
    const data = [codes.address, samples, pairs, node.count, bins, codes.shape[1], width, counted];
    const args = [...places, scans, minSamplesLeaf, l2, ...histograms, ...data];
    const grain = featureGrain(node.count, bins);
    engine.forRanges(classicKernels.threaded('nodeSplits'), width, { grain, multiple: 2 }, (first, count) => [
      ...args,
      first,
      count,
    ]);
    this.#rootIsCounted = true;
    for (const each of splittable) this.#seek(each, nodes.indexOf(each));
  }

  /** Writes down for the kernel what it has to know of features and nodes. */
  #describe(nodes: readonly Node[]): void {
    const { monotonic, isCategorical, interactions } = this.#rules;
    const { used, hasMissing } = this.#binned;
    const totals = heapView(this.#nodes);
    nodes.forEach(({ count, gradient, hessian, value, lower, upper }, i) => {
      totals.set([count, gradient, hessian, value, lower, upper], i * nodeFields);
    });
    if (interactions === null && nodes[0].depth > 0) return;
    const rules = heapView(this.#featureRules);
    const allowed = this.#allowed(nodes[0]);
    for (let j = 0; j < this.#features; j++)
      rules.set([used[j], hasMissing[j], monotonic[j], allowed[j] === 1 && isCategorical?.[j] !== 1 ? 1 : 0], 4 * j);
  }

  /** Mask of the features that a node may be split by. */
  #allowed(node: Node): Uint8Array {
    const { interactions } = this.#rules;
    const allowed = new Uint8Array(this.#features);
    if (interactions === null) return allowed.fill(1);
    for (const g of node.groups) for (const j of interactions[g]) allowed[j] = 1;
    return allowed;
  }

  /** A node that may be split waits for it with its best split; others become leaves. */
  #seek(node: Node, table: number): void {
    node.split = this.#best(node, node.histogram as Histogram, table);
    node.gain = node.split?.gain ?? -1;
    if (node.split !== null) this.#waiting.push(node);
    else {
      this.#leaves.push(node);
      this.#release(node);
    }
  }

  /** The best of the splits by each feature; of equals that of the first. */
  #best(node: Node, histogram: Histogram, table: number): Split | null {
    const { isCategorical } = this.#rules;
    const rows = heapView(this.#tables);
    const scanned = heapView(this.#featureRules);
    const allowed = isCategorical === null ? null : this.#allowed(node);
    let best: Split | null = null;
    for (let j = 0; j < this.#features; j++) {
      const gain: number = best?.gain ?? 0;
      if (isCategorical?.[j] === 1 && allowed?.[j] === 1) best = this.#byCategory(node, histogram, j, gain) ?? best;
      const row = (table * this.#features + j) * splitFields;
      if (scanned[4 * j + 3] === 0 || !(rows[row] > gain)) continue;
      best = {
        gain: rows[row],
        feature: j,
        bin: rows[row + 1],
        missingLeft: rows[row + 2] === 1,
        bins: null,
        gradient: rows[row + 3],
        hessian: rows[row + 4],
      };
    }
    return best;
  }

  /** The best split by the categories of a feature that gains more than `least`. */
  #byCategory(node: Node, histogram: Histogram, feature: number, least: number): Split | null {
    const { used, hasMissing, bins } = this.#binned;
    const own = Array.from({ length: used[feature] }, (_, b) => b);
    if (hasMissing[feature] === 1) own.push(bins - 1);
    const counts = this.#rules.constantHessian ? null : countsOf(histogram);
    const found = scanCategories(sumsOf(histogram), counts, feature * bins, own, node, this.#rules);
    if (found === null || !(found.gain > least)) return null;
    const { gain, left, gradient, hessian } = found;
    const missingLeft = hasMissing[feature] === 1 && left.includes(bins - 1);
    return { gain, feature, bin: 0, missingLeft, bins: left, gradient, hessian };
  }
}

function newNode(own: Pick<Node, 'depth' | 'from' | 'count' | 'gradient' | 'hessian' | 'value' | 'groups'>): Node {
  return {
    ...own,
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    gain: -1,
    split: null,
    histogram: null,
    children: null,
  };
}
