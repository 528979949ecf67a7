import { defaultRng, isTensor, type Rng, type RngState, type Tensor, tidy } from '@ml/tensor';
import { mapTree } from './functional/tree.ts';
import { GradientError } from './gradient-error.ts';
import { isRecording, recorded } from './mode.ts';

import { Edge, edgeOf, Node, nextSequence } from './node.ts';
import { edgesBelow } from './outside.ts';
import { propagate } from './propagate.ts';
import { Saved } from './saved.ts';
import { alias } from './trace.ts';

export interface CheckpointOptions {
  /** The generator `fn` draws from: put back where it was for the second run, so that dropout drops the same; default the module's. */
  readonly rng?: Rng;
}

/**
 * A function whose intermediate values are not kept for the backward pass but computed again when it gets there: memory
 * of one value per call instead of all, for about a third more time.
 *
 * Parameters and other traced tensors that `fn` uses without being given them get their gradients all the same. `fn` must
 * compute the same when it runs again; random numbers do when they come from `options.rng`.
 *
 * @param fn synchronous; arguments are tensors, or arrays and plain objects of tensors, and the result is a tensor
 * @example
 * const block = checkpoint((x: Tensor) => x.exp().mul(x).sum());
 * grad((x: Tensor) => block(x))(tensor([0, 0])).toArray() // => [1, 1]
 */
export function checkpoint<Args extends readonly unknown[]>(
  fn: (...args: Args) => Tensor,
  { rng = defaultRng() }: CheckpointOptions = {},
): (...args: Args) => Tensor {
  return (...args) => {
    if (!isRecording()) return fn(...args);
    return tidy(() => {
      const before = rng.getState();
      const start = nextSequence();
      const value = fn(...args);
      if (!isTensor(value)) throw new GradientError('checkpoint: the function must return a tensor');
      const parents = edgesBelow(start, [value]);
      if (parents.length === 0) return value;
      const node = new CheckpointNode(parents, fn as (...args: readonly unknown[]) => Tensor, args, rng, before);
      // The graph that was just recorded hangs on handles of this scope, and goes with them.
      return alias(value, new Edge(node, 0));
    });
  };
}

class CheckpointNode extends Node {
  readonly #fn: (...args: readonly unknown[]) => Tensor;
  /** The arguments, with a `SavedArgument` in place of every tensor. */
  readonly #args: readonly unknown[];
  readonly #saved: Saved[] = [];
  readonly #rng: Rng;
  readonly #state: RngState;
  readonly #edges: readonly Edge[];

  constructor(
    parents: readonly Edge[],
    fn: (...args: readonly unknown[]) => Tensor,
    args: readonly unknown[],
    rng: Rng,
    state: RngState,
  ) {
    super('checkpoint', parents);
    this.#edges = parents;
    this.#fn = fn;
    this.#rng = rng;
    this.#state = state;
    this.#args = args.map((arg) =>
      mapTree(
        arg,
        (x) => this.#save(x),
        (other) => other,
      ),
    );
  }

  #save(x: Tensor): SavedArgument {
    const value = new Saved(x);
    this.#saved.push(value);
    return new SavedArgument(value, edgeOf(x));
  }

  protected override pull(
    [dValue]: readonly (Tensor | null)[],
    _needs: readonly boolean[],
    record: boolean,
  ): readonly (Tensor | null)[] {
    const value = this.#again();
    const edge = edgeOf(value);
    const arrived = new Map<Node, readonly (Tensor | null)[]>();
    const parents = new Set(this.#edges.map(({ node }) => node));
    if (edge !== null && dValue !== null) {
      const targets = {
        oldest: this.#edges[0].node.sequence,
        includes: (node: Node) => parents.has(node),
        arrive: (node: Node, cotangents: readonly (Tensor | null)[]) => arrived.set(node, cotangents),
      };
      propagate('checkpoint', [{ edge, cotangent: dValue }], targets, { retainGraph: record, record });
    }
    return this.#edges.map(({ node, index }) => arrived.get(node)?.[index] ?? null);
  }

  /** Runs the function once more, on the same values at the same places in the graph, with the same random numbers. */
  #again(): Tensor {
    const args = this.#args.map((arg) =>
      mapTree(
        arg,
        (x) => x,
        (other) => (other instanceof SavedArgument ? alias(other.value.read(this.name), other.edge) : other),
      ),
    );
    const now = this.#rng.getState();
    this.#rng.setState(this.#state);
    try {
      return recorded(this.name, () => this.#fn(...args));
    } finally {
      this.#rng.setState(now);
    }
  }

  protected override drop(): void {
    for (const saved of this.#saved) saved.drop();
  }
}

class SavedArgument {
  readonly value: Saved;
  readonly edge: Edge | null;

  constructor(value: Saved, edge: Edge | null) {
    this.value = value;
    this.edge = edge;
  }
}
