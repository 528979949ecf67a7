import type { MergeTree } from './linkage.ts';

/**
 * Clusters that are left when the last `count` − 1 merges are undone, as labels of the samples.
 *
 * The numbers are scikit-learn's: clusters in the order of a heap of their nodes, out of which the highest is divided each time.
 */
export function cutTree({ children }: MergeTree, samples: number, count: number): Int32Array {
  const heap = new NodeHeap(2 * samples - 2);
  for (let i = 1; i < count; i++) {
    const at = 2 * (heap.highest - samples);
    heap.push(children[at]);
    heap.replaceHighest(children[at + 1]);
  }
  const labels = new Int32Array(samples);
  heap.nodes.forEach((node, label) => {
    for (const leaf of leavesOf(children, samples, node)) labels[leaf] = label;
  });
  return labels;
}

/** Samples below a node, from left to right. */
export function leavesOf(children: Int32Array, samples: number, node: number): number[] {
  const leaves: number[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next < samples) leaves.push(next);
    else waiting.push(children[2 * (next - samples) + 1], children[2 * (next - samples)]);
  }
  return leaves;
}

/** A binary heap with the highest node first; its order is part of the labels. */
class NodeHeap {
  readonly nodes: number[];

  constructor(root: number) {
    this.nodes = [root];
  }

  get highest(): number {
    return this.nodes[0];
  }

  push(node: number): void {
    this.nodes.push(node);
    this.#rise(this.nodes.length - 1, 0);
  }

  /** Takes the highest of the heap and `node` away, and puts `node` in where it was not that. */
  replaceHighest(node: number): void {
    const { nodes } = this;
    if (node >= nodes[0]) return;
    // Sinks to the bottom, always towards the higher child, and rises again from there.
    let at = 0;
    for (let child = 1; child < nodes.length; child = 2 * at + 1) {
      if (child + 1 < nodes.length && nodes[child + 1] >= nodes[child]) child++;
      nodes[at] = nodes[child];
      at = child;
    }
    nodes[at] = node;
    this.#rise(at, 0);
  }

  #rise(at: number, top: number): void {
    const { nodes } = this;
    const node = nodes[at];
    while (at > top) {
      const parent = (at - 1) >> 1;
      if (nodes[parent] >= node) break;
      nodes[at] = nodes[parent];
      at = parent;
    }
    nodes[at] = node;
  }
}
