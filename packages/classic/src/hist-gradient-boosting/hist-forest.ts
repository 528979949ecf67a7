import { allocate, engine, heapView, type Tensor } from '@ml/tensor';
import { integers } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import type { StateReader } from '../persistence/state-reader.ts';

/** 32-bit words of a set of categories 0 … 255. */
const setWords = 8;

/**
 * Trees of splits of features, one after the other. A tree's root comes first, a node's left child is the next node, and what is right
 * of it comes after all that is left of it.
 */
export interface HistForest {
  /** First node of each tree, and the number of nodes at the end. @shape [trees + 1] */
  readonly starts: Int32Array;
  /** −1 in leaves. @shape [nodes] */
  readonly feature: Int32Array;
  /** Up to this a value goes left; ∞ where all that are not missing do. */
  readonly threshold: Float64Array;
  /** The right child, 0 in leaves. */
  readonly right: Int32Array;
  /** 1 where missing values go left. */
  readonly missingLeft: Int32Array;
  /** Row of `categories` that goes left; −1 where the split is by the order of values. */
  readonly categorySet: Int32Array;
  /** What a leaf adds; in other nodes the value they would have had, before shrinking. */
  readonly value: Float64Array;
  /** Sets of categories, bit c % 32 of word c / 32. @shape [sets, 8] */
  readonly categories: Int32Array;
  /** Categories seen in `fit` of each feature; empty where none has any. Others are taken as missing. @shape [F, 8] */
  readonly known: Int32Array;
}

/** A node before it is written down. */
export interface TreeNode {
  readonly value: number;
  readonly split: {
    readonly feature: number;
    /** The last bin that goes left. */
    readonly bin: number;
    readonly missingLeft: boolean;
    /** Bins that go left; null for a split by the order of values. */
    readonly bins: readonly number[] | null;
  } | null;
  /** None in leaves. */
  readonly children: readonly [TreeNode, TreeNode] | null;
}

/** Writes trees down, one after the other. */
export class HistForestBuilder {
  readonly #starts: number[] = [0];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #right: number[] = [];
  readonly #missingLeft: number[] = [];
  readonly #categorySet: number[] = [];
  readonly #value: number[] = [];
  readonly #categories: number[] = [];
  readonly #known: Int32Array;

  /**
   * @param thresholds between which values the bins of each feature end; for categorical ones the categories
   * @param isCategorical null where no feature is
   */
  constructor(
    readonly thresholds: readonly Float64Array[],
    isCategorical: Uint8Array | null,
  ) {
    const known = thresholds.flatMap((own, j) => categorySet(isCategorical?.[j] === 1 ? own : []));
    this.#known = Int32Array.from(isCategorical === null ? [] : known);
  }

  add(root: TreeNode): void {
    // Without recursion: trees without a limit of depth may be long chains.
    const waiting: { readonly node: TreeNode; readonly parent: number }[] = [{ node: root, parent: -1 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { split, children, value } = next.node;
      const here = this.#feature.length;
      if (next.parent >= 0) this.#right[next.parent] = here;
      const inner = children !== null && split !== null;
      const ends = inner ? this.thresholds[split.feature] : [];
      const set = inner ? split.bins : null;
      this.#feature.push(inner ? split.feature : -1);
      this.#threshold.push(inner && set === null ? (ends[split.bin] ?? Number.POSITIVE_INFINITY) : 0);
      this.#right.push(0);
      this.#missingLeft.push(inner && split.missingLeft ? 1 : 0);
      this.#value.push(value);
      this.#categorySet.push(set === null ? -1 : this.#categories.length / setWords);
      // The bin of missing values is no category: it has no entry.
      if (set !== null) this.#categories.push(...categorySet(set.map((b) => ends[b] ?? -1)));
      if (inner) waiting.push({ node: children[1], parent: here }, { node: children[0], parent: -1 });
    }
    this.#starts.push(this.#feature.length);
  }

  build(): HistForest {
    return {
      starts: Int32Array.from(this.#starts),
      feature: Int32Array.from(this.#feature),
      threshold: Float64Array.from(this.#threshold),
      right: Int32Array.from(this.#right),
      missingLeft: Int32Array.from(this.#missingLeft),
      categorySet: Int32Array.from(this.#categorySet),
      value: Float64Array.from(this.#value),
      categories: Int32Array.from(this.#categories),
      known: this.#known,
    };
  }
}

function categorySet(categories: Iterable<number>): number[] {
  const set = new Array<number>(setWords).fill(0);
  for (const category of categories) if (category >= 0) set[category >> 5] |= 1 << (category & 31);
  return set;
}

/** A forest in the memory of tensors, as the kernel reads it (kernels/hist-forest.ts). */
export interface PlacedForest {
  readonly nodes: Tensor;
  readonly starts: Tensor;
  readonly sets: Tensor;
  readonly known: Tensor;
}

/** Bytes of a node. */
const nodeBytes = 16;

/** Puts a forest where the kernel can read it. */
export function placeForest(forest: HistForest): PlacedForest {
  const { feature, threshold, right, missingLeft, categorySet: sets, value } = forest;
  const n = feature.length;
  const nodes = allocate([n * nodeBytes], 'uint8');
  const bytes = heapView(nodes);
  const numbers = new Float64Array(bytes.buffer, bytes.byteOffset, 2 * n);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, 4 * n);
  for (let node = 0; node < n; node++) {
    const isLeaf = feature[node] < 0;
    const bySet = sets[node] >= 0;
    numbers[2 * node] = isLeaf ? value[node] : bySet ? sets[node] : threshold[node];
    words[4 * node + 2] = isLeaf ? -1 : 4 * feature[node] + (bySet ? 2 : 0) + missingLeft[node];
    words[4 * node + 3] = right[node];
  }
  return { nodes, starts: integers(forest.starts), sets: integers(forest.categories), known: integers(forest.known) };
}

/** Which trees: `first`, `first + step`, … below `end`. */
export interface TreeRange {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

/** out[at + i] = base + what some trees say of row i of x [N, F]. */
export function forestValues(
  out: Tensor,
  at: number,
  base: number,
  forest: PlacedForest,
  { first, end, step }: TreeRange,
  x: Tensor,
): void {
  const [n, width] = x.shape;
  const { nodes, starts, sets, known } = forest;
  const trees = [nodes.address, starts.address, sets.address, known.address, first, end, step];
  const args = [out.address + 8 * at, base, ...trees, x.address, width];
  const grain = Math.ceil(2048 / Math.max(1, Math.ceil((end - first) / step)));
  engine.forRanges(classicKernels.threaded('forestValues'), n, { grain, multiple: 64 }, (from, count) => [
    ...args,
    from,
    count,
  ]);
}

/** A forest from a file: every walk stays inside its tree and ends. @throws {PersistenceError} */
export function readForest(read: StateReader, features: number, trees: number): HistForest {
  const starts = read.int32('starts', trees + 1);
  const nodes = read.float64('threshold').length;
  const categories = read.int32('categories', undefined, 2 ** 31, -(2 ** 31));
  const known = read.int32('known', undefined, 2 ** 31, -(2 ** 31));
  read.require(categories.length % setWords === 0, 'has a broken set of categories');
  read.require(known.length === 0 || known.length === features * setWords, `has known categories of other features`);
  const forest: HistForest = {
    starts,
    feature: read.int32('feature', nodes, features, -1),
    threshold: read.float64('threshold', nodes),
    right: read.int32('right', nodes, nodes),
    missingLeft: read.int32('missingLeft', nodes, 2),
    categorySet: read.int32('categorySet', nodes, categories.length / setWords, -1),
    value: read.float64('value', nodes),
    categories,
    known,
  };
  read.require(starts[0] === 0 && starts[trees] === nodes, 'has trees that are not all of the nodes');
  for (let tree = 0; tree < trees; tree++) {
    read.require(starts[tree] < starts[tree + 1], `has no node in tree ${tree}`);
    for (let node = starts[tree]; node < starts[tree + 1]; node++) {
      if (forest.feature[node] < 0) continue;
      const right = forest.right[node];
      read.require(right > node + 1 && right < starts[tree + 1], `has a walk out of tree ${tree}`);
      read.require(forest.categorySet[node] < 0 || known.length > 0, 'has a split by unknown categories');
    }
  }
  return forest;
}
