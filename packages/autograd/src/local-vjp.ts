import type { Tensor } from '@ml/tensor';
import { Variable } from './leaf.ts';
import { recorded } from './mode.ts';
import { Edge, edgeOf, type Node } from './node.ts';
import { propagate, type Seed, type Targets } from './propagate.ts';
import { alias } from './trace.ts';

/** Collects the cotangents of a known set of nodes with one output each. */
export class Collector implements Targets {
  readonly #places: ReadonlyMap<Node, number>;
  readonly found: (Tensor | null)[];
  readonly oldest: number;

  constructor(nodes: readonly (Node | null)[]) {
    const places = new Map<Node, number>();
    nodes.forEach((node, i) => {
      if (node !== null) places.set(node, i);
    });
    this.#places = places;
    this.found = nodes.map(() => null);
    this.oldest = Math.min(...[...places.keys()].map((node) => node.sequence));
  }

  readonly includes = (node: Node): boolean => this.#places.has(node);

  readonly arrive = (node: Node, [cotangent]: readonly (Tensor | null)[]): void => {
    this.found[this.#places.get(node) as number] = cotangent;
  };
}

/** A handle on `x` that is a variable of its own; linked to where `x` comes from when that will be differentiated too. */
export function variable<T extends Tensor>(x: T, linked: boolean): { handle: T; node: Variable } {
  const node = new Variable(linked ? edgeOf(x) : null);
  return { handle: alias(x, new Edge(node, 0)), node };
}

/** Pairs outputs with their cotangents; outputs that depend on nothing, and cotangents that are missing, fall away. */
export function seedsOf(outputs: readonly Tensor[], cotangents: readonly (Tensor | null)[]): Seed[] {
  return outputs.flatMap((output, i) => {
    const edge = edgeOf(output);
    const cotangent = cotangents[i];
    return edge === null || cotangent === null ? [] : [{ edge, cotangent }];
  });
}

/**
 * The vector–Jacobian product of a function of plain operations, by recording it and walking back: how fused operations
 * get derivatives of a higher order than their kernels provide.
 */
export function localVjp(
  op: string,
  fn: (...inputs: readonly Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
  needs: readonly boolean[],
  cotangents: readonly (Tensor | null)[],
  record: boolean,
): readonly (Tensor | null)[] {
  const variables = inputs.map((x, i) => (needs[i] ? variable(x, record) : null));
  const outputs = recorded(op, () => fn(...inputs.map((x, i) => variables[i]?.handle ?? x)));
  const targets = new Collector(variables.map((entry) => entry?.node ?? null));
  propagate(op, seedsOf(outputs, cotangents), targets, { retainGraph: record, record });
  return targets.found;
}
