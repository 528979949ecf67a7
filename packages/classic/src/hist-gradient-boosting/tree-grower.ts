import { allocate, heapView, type Tensor } from '@ml/tensor';
import type { BinnedFeatures } from './bin-features.ts';
import { buildHistogram, subtractHistogram } from './build-histogram.ts';
import { GainHeap } from './gain-heap.ts';
import type { TreeNode } from './hist-forest.ts';
import { countsOf, type Histogram, HistogramPool, sumsOf } from './histograms.ts';
import { minHessian, type NodeTotals, nodeValue, type SplitRules, scanBins, splitFields } from './scan-bins.ts';
import { scanCategories } from './scan-categories.ts';
import { addToSamples, gatherPairs, splitSamples } from './split-samples.ts';

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

/** A node while its tree grows. Its samples are `count` of the partition from `from` on. */
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
  readonly #features: number;
  readonly #table: Float64Array;
  readonly #goesLeft = new Uint8Array(256);
  readonly #allowed: Uint8Array;
  readonly #samples: Tensor;
  readonly #spare: Tensor;
  readonly #ordered: Tensor;
  #leaves: Node[] = [];
  #waiting = new GainHeap<Node>();

  constructor(binned: BinnedFeatures, rules: GrowerRules) {
    this.#binned = binned;
    this.#rules = rules;
    this.#features = binned.used.length;
    this.#pool = new HistogramPool(this.#features, binned.bins);
    this.#table = new Float64Array(this.#features * splitFields);
    this.#allowed = new Uint8Array(this.#features).fill(1);
    const n = binned.codes.shape[1];
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
    const root = this.#root(heapView(pairs) as Float32Array, pairsAt);
    if (root.count < 2 * this.#rules.minSamplesLeaf || root.hessian < minHessian) this.#leaves.push(root);
    else {
      root.histogram = this.#build(root, pairs, pairsAt);
      this.#seek(root);
    }
    while (this.#waiting.size > 0) this.#splitNext(pairs, pairsAt);
    for (const leaf of this.#leaves) leaf.value = this.#rules.learningRate * (leafValue?.(leaf) ?? leaf.value);
    return root;
  }

  /** Adds every leaf's value to its samples' predictions at `at … at + N`. */
  addTo(raw: Float64Array, at: number): void {
    const { samples } = this;
    for (const { value, from, count } of this.#leaves) addToSamples(raw, at, value, samples, from, count);
  }

  #root(pairs: Float32Array, pairsAt: number): Node {
    this.#leaves = [];
    const { samples } = this;
    const n = samples.length;
    for (let i = 0; i < n; i++) samples[i] = i;
    let gradient = 0;
    let hessian = 0;
    for (let i = pairsAt; i < pairsAt + 2 * n; i += 2) {
      gradient += pairs[i];
      hessian += pairs[i + 1];
    }
    const groups = this.#rules.interactions?.map((_, g) => g) ?? [];
    return newNode({ depth: 0, from: 0, count: n, gradient, hessian, value: 0, groups });
  }

  /** Splits the node that gains most, and looks at its children. */
  #splitNext(pairs: Tensor, pairsAt: number): void {
    const { maxLeafNodes, maxDepth, minSamplesLeaf } = this.#rules;
    const node = this.#waiting.pop();
    const [left, right] = this.#divide(node, node.split as Split);
    const leaves = this.#leaves.length + this.#waiting.size + 2;
    const splittable: Node[] = [];
    if (leaves === maxLeafNodes) {
      this.#leaves.push(left, right);
      for (const other of [node, ...this.#waiting.drain()]) {
        if (other !== node) this.#leaves.push(other);
        this.#release(other);
      }
      return;
    }
    for (const child of [left, right]) {
      if (left.depth < maxDepth && child.count >= 2 * minSamplesLeaf) splittable.push(child);
      else this.#leaves.push(child);
    }
    if (splittable.length > 0) {
      const [small, large] = left.count < right.count ? [left, right] : [right, left];
      small.histogram = this.#build(small, pairs, pairsAt);
      large.histogram = node.histogram as Histogram;
      node.histogram = null;
      this.#subtract(large.histogram, small.histogram);
      for (const child of splittable) this.#seek(child);
      for (const child of [left, right]) if (!splittable.includes(child)) this.#release(child);
    }
    this.#release(node);
  }

  #release(node: Node): void {
    if (node.histogram !== null) this.#pool.give(node.histogram);
    node.histogram = null;
  }

  /** Sends the samples of a node to its two children. */
  #divide(node: Node, split: Split): readonly [Node, Node] {
    const { l2, monotonic, interactions } = this.#rules;
    const { codes, bins, hasMissing } = this.#binned;
    this.#goesLeft.fill(0);
    if (split.bins === null) this.#goesLeft.fill(1, 0, split.bin + 1);
    else for (const bin of split.bins) this.#goesLeft[bin] = 1;
    if (split.bins === null) this.#goesLeft[bins - 1] = split.missingLeft ? 1 : 0;
    const { feature } = split;
    const n = this.samples.length;
    const codesOf = heapView(codes) as Uint8Array;
    const spare = heapView(this.#spare) as Int32Array;
    const { from, count, lower, upper } = node;
    const leftCount = splitSamples(this.samples, spare, from, count, codesOf, feature * n, this.#goesLeft);
    // Where no value was missing in fit, a missing one goes where most samples go.
    if (hasMissing[feature] === 0) split.missingLeft = leftCount > count - leftCount;
    const groups = node.groups.filter((g) => interactions?.[g].includes(feature));
    const depth = node.depth + 1;
    const { gradient, hessian } = split;
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

  #build(node: Node, pairs: Tensor, pairsAt: number): Histogram {
    const histogram = this.#pool.take();
    const n = this.samples.length;
    const { bins, codes } = this.#binned;
    const ordered = heapView(this.#ordered) as Float32Array;
    gatherPairs(ordered, heapView(pairs) as Float32Array, pairsAt, this.samples, node.from, node.count);
    const codesOf = heapView(codes) as Uint8Array;
    const sums = sumsOf(histogram);
    const counts = this.#rules.constantHessian ? null : countsOf(histogram);
    for (let j = 0; j < this.#features; j++)
      buildHistogram(sums, counts, j * bins, bins, codesOf, j * n, this.samples, node.from, node.count, ordered);
    return histogram;
  }

  #subtract(from: Histogram, part: Histogram): void {
    const all = this.#features * this.#binned.bins;
    const constant = this.#rules.constantHessian;
    const counts = constant ? null : countsOf(from);
    subtractHistogram(sumsOf(from), counts, sumsOf(part), constant ? null : countsOf(part), 0, all);
  }

  /** Finds the best split of a node; the node waits for it, or is a leaf. */
  #seek(node: Node): void {
    node.split = this.#best(node, node.histogram as Histogram);
    node.gain = node.split?.gain ?? -1;
    if (node.split !== null) this.#waiting.push(node);
    else {
      this.#leaves.push(node);
      this.#release(node);
    }
  }

  #best(node: Node, histogram: Histogram): Split | null {
    const { monotonic, isCategorical, interactions } = this.#rules;
    const { used, hasMissing, bins } = this.#binned;
    const sums = sumsOf(histogram);
    const counts = this.#rules.constantHessian ? null : countsOf(histogram);
    if (interactions !== null) {
      this.#allowed.fill(0);
      for (const g of node.groups) for (const j of interactions[g]) this.#allowed[j] = 1;
    }
    let best: Split | null = null;
    for (let j = 0; j < this.#features; j++) {
      if (this.#allowed[j] === 0) continue;
      const gain: number = best?.gain ?? 0;
      if (isCategorical?.[j] === 1) {
        const own = Array.from({ length: used[j] }, (_, b) => b);
        if (hasMissing[j] === 1) own.push(bins - 1);
        const found = scanCategories(sums, counts, j * bins, own, node, this.#rules);
        if (found === null || !(found.gain > gain)) continue;
        const { left, gradient, hessian } = found;
        const missingLeft = hasMissing[j] === 1 && left.includes(bins - 1);
        best = { gain: found.gain, feature: j, bin: 0, missingLeft, bins: left, gradient, hessian };
        continue;
      }
      const row = j * splitFields;
      const table = this.#table;
      const missing = hasMissing[j] === 1;
      scanBins(table, row, sums, counts, j * bins, used[j], missing, monotonic[j], node, this.#rules);
      if (!(table[row] > gain)) continue;
      best = {
        gain: table[row],
        feature: j,
        bin: table[row + 1],
        missingLeft: table[row + 2] === 1,
        bins: null,
        gradient: table[row + 3],
        hessian: table[row + 4],
      };
    }
    return best;
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
