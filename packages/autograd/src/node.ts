// The gradient graph. Nodes are numbered as they are made, so every node has a higher number than those it depends on:
// descending order is a topological order, and nothing here recurses.
import type { Tensor, Tracer } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';
import { watcher } from './watcher.ts';

let made = 0;

/** The number the next node will get: every node made from here on has at least this one. */
export function nextSequence(): number {
  return made;
}

/**
 * One recorded step of a computation: it knows the steps that made its inputs and computes their cotangents.
 *
 * Nodes are counted by the tensors they are the tracer of and by the nodes that depend on them. At zero a node gives back
 * the values it saved and lets go of its parents, so a graph that is dropped unused frees its memory at once.
 */
export abstract class Node {
  readonly name: string;
  readonly sequence = made++;
  /** The tracers of the inputs; null where no gradient flows. */
  readonly parents: readonly (Edge | null)[];
  /** How many outputs it has: `pull` gets one cotangent, or null, for each. */
  readonly outputs: number;
  #references = 0;
  #consumed = false;

  constructor(name: string, parents: readonly (Edge | null)[], outputs = 1) {
    this.name = name;
    this.outputs = outputs;
    this.parents = parents;
    for (const parent of parents) parent?.retain();
  }

  /**
   * Cotangents of the inputs from those of the outputs; null where `needs` says none is wanted, or none flows.
   *
   * @param dOutputs borrowed: the caller frees them
   * @param record whether the result will be differentiated again
   */
  protected abstract pull(
    dOutputs: readonly (Tensor | null)[],
    needs: readonly boolean[],
    record: boolean,
  ): readonly (Tensor | null)[];

  /** Gives back what was saved for `pull`. Called once or more. */
  protected abstract drop(): void;

  /** `pull`, or an error when an earlier backward has consumed the saved values. */
  cotangents(
    dOutputs: readonly (Tensor | null)[],
    needs: readonly boolean[],
    record: boolean,
  ): readonly (Tensor | null)[] {
    if (this.#consumed) {
      throw new GradientError(
        `the values saved for ${this.name} were freed by an earlier backward pass; ` +
          'pass { retainGraph: true } to that one, or compute the loss again',
      );
    }
    const results = this.pull(dOutputs, needs, record);
    if (watcher !== null) watcher.pulled(this, dOutputs, results);
    return results;
  }

  /** Frees the saved values: the node cannot be pulled again. */
  consume(): void {
    this.#consumed = true;
    this.drop();
  }

  retain(): void {
    this.#references++;
  }

  release(): void {
    if (--this.#references > 0) return;
    const dying: Node[] = [this];
    for (let node = dying.pop(); node !== undefined; node = dying.pop()) {
      node.drop();
      for (const parent of node.parents) {
        if (parent !== null && --parent.node.#references === 0) dying.push(parent.node);
      }
    }
  }
}

/** One output of a node: the tracer of the tensor it made. */
export class Edge implements Tracer {
  readonly node: Node;
  readonly index: number;

  constructor(node: Node, index: number) {
    this.node = node;
    this.index = index;
  }

  retain(): void {
    this.node.retain();
  }

  release(): void {
    this.node.release();
  }
}

/** The edge that made `x`; null when `x` is not being differentiated. */
export function edgeOf(x: Tensor): Edge | null {
  return x.tracer instanceof Edge ? x.tracer : null;
}

/** Makes `x` the handle of an output of a node. */
export function setEdge(x: Tensor, edge: Edge | null): void {
  edge?.retain();
  x.tracer?.release();
  x.tracer = edge;
}
