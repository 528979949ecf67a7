import { noChild, noFeature, type Tree } from './tree.ts';

/** Trees that pruning goes through: what each removes costs `ccpAlphas`, what remains is as impure as `impurities` say. */
export interface PruningPath {
  readonly ccpAlphas: Float64Array;
  readonly impurities: Float64Array;
}

/**
 * Removes, link by weakest link, the branches that lower the tree's impurity by at most `alpha` for each leaf they have more than one.
 *
 * @reference Breiman et al., Classification and Regression Trees (1984), §3.3
 */
export function pruneTree(tree: Tree, alpha: number): Tree {
  const cutter = new WeakestLinks(tree);
  while (cutter.weakest() <= alpha) cutter.cut();
  return cutter.remaining();
}

/** Every alpha at which a branch goes, up to that at which only the root is left. */
export function pruningPath(tree: Tree): PruningPath {
  const cutter = new WeakestLinks(tree);
  const alphas = [0];
  const impurities = [cutter.leafImpurity()];
  for (let alpha = cutter.weakest(); alpha < Number.POSITIVE_INFINITY; alpha = cutter.weakest()) {
    cutter.cut();
    alphas.push(alpha);
    impurities.push(cutter.leafImpurity());
  }
  return { ccpAlphas: Float64Array.from(alphas), impurities: Float64Array.from(impurities) };
}

/** Removes the branch of least effective alpha, (R(node) − R(branch)) / (leaves of the branch − 1), again and again. */
class WeakestLinks {
  readonly #tree: Tree;
  readonly #parent: Int32Array;
  /** Impurity times the share of all weight, as a leaf. */
  readonly #risk: Float64Array;
  /** Sum of the same over the leaves of the branch below. */
  readonly #branchRisk: Float64Array;
  readonly #branchLeaves: Int32Array;
  readonly #isLeaf: Uint8Array;
  /** Below a node that has become a leaf. */
  readonly #isGone: Uint8Array;
  #weakest = 0;

  constructor(tree: Tree) {
    const { childrenLeft, childrenRight, impurity, weightedNNodeSamples: weight } = tree;
    const nodes = childrenLeft.length;
    this.#tree = tree;
    this.#parent = new Int32Array(nodes).fill(-1);
    this.#risk = impurity.map((each, node) => (each * weight[node]) / weight[0]);
    this.#branchRisk = this.#risk.slice();
    this.#branchLeaves = new Int32Array(nodes).fill(1);
    this.#isLeaf = Uint8Array.from(childrenLeft, (child) => (child === noChild ? 1 : 0));
    this.#isGone = new Uint8Array(nodes);
    for (let node = nodes - 1; node >= 0; node--) {
      const left = childrenLeft[node];
      if (left === noChild) continue;
      const right = childrenRight[node];
      this.#parent[left] = node;
      this.#parent[right] = node;
      this.#branchRisk[node] = this.#branchRisk[left] + this.#branchRisk[right];
      this.#branchLeaves[node] = this.#branchLeaves[left] + this.#branchLeaves[right];
    }
  }

  /** The least effective alpha; Infinity when only the root is left. */
  weakest(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let node = 0; node < this.#isLeaf.length; node++) {
      if (this.#isLeaf[node] === 1 || this.#isGone[node] === 1) continue;
      const alpha = (this.#risk[node] - this.#branchRisk[node]) / (this.#branchLeaves[node] - 1);
      if (alpha >= least) continue;
      least = alpha;
      this.#weakest = node;
    }
    return least;
  }

  /** Makes a leaf of the node that `weakest` found. */
  cut(): void {
    const top = this.#weakest;
    this.#isLeaf[top] = 1;
    const below = [top];
    for (let node = below.pop(); node !== undefined; node = below.pop()) {
      if (node !== top) this.#isGone[node] = 1;
      const left = this.#tree.childrenLeft[node];
      if (left !== noChild) below.push(left, this.#tree.childrenRight[node]);
    }
    const lessLeaves = this.#branchLeaves[top] - 1;
    const moreRisk = this.#risk[top] - this.#branchRisk[top];
    for (let node = top; node >= 0; node = this.#parent[node]) {
      this.#branchLeaves[node] -= lessLeaves;
      this.#branchRisk[node] += moreRisk;
    }
  }

  /** Impurity of the tree as it is now. */
  leafImpurity(): number {
    return this.#branchRisk[0];
  }

  /** The tree as it is now, its nodes numbered depth first. */
  remaining(): Tree {
    const { childrenLeft, childrenRight, feature, threshold, impurity, value, nOutputs } = this.#tree;
    const kept: number[] = [];
    const depths: number[] = [];
    const number = new Int32Array(childrenLeft.length);
    const stack: [node: number, depth: number][] = [[0, 0]];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const [node, depth] = top;
      number[node] = kept.length;
      kept.push(node);
      depths.push(depth);
      if (this.#isLeaf[node] === 0) stack.push([childrenRight[node], depth + 1], [childrenLeft[node], depth + 1]);
    }
    const unlessLeaf = (node: number, value: number, none: number): number => (this.#isLeaf[node] === 1 ? none : value);
    return {
      ...this.#tree,
      maxDepth: depths.reduce((most, depth) => Math.max(most, depth), 0),
      childrenLeft: Int32Array.from(kept, (node) => unlessLeaf(node, number[childrenLeft[node]], noChild)),
      childrenRight: Int32Array.from(kept, (node) => unlessLeaf(node, number[childrenRight[node]], noChild)),
      feature: Int32Array.from(kept, (node) => unlessLeaf(node, feature[node], noFeature)),
      threshold: Float64Array.from(kept, (node) => unlessLeaf(node, threshold[node], noFeature)),
      impurity: Float64Array.from(kept, (node) => impurity[node]),
      nNodeSamples: Int32Array.from(kept, (node) => this.#tree.nNodeSamples[node]),
      weightedNNodeSamples: Float64Array.from(kept, (node) => this.#tree.weightedNNodeSamples[node]),
      value: Float64Array.from(
        kept.flatMap((node) => Array.from(value.subarray(node * nOutputs, (node + 1) * nOutputs))),
      ),
    };
  }
}
