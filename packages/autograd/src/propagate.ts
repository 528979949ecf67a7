import { add, formatShape, sameShape, type Tensor, tidy } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';
import { noGrad, recorded } from './mode.ts';
import { type Edge, edgeOf, type Node } from './node.ts';
import { alias } from './trace.ts';

/** A cotangent that enters the graph. */
export interface Seed {
  readonly edge: Edge;
  readonly cotangent: Tensor;
}

export interface Targets {
  /** Whether cotangents are collected at this node; the pass goes no further up from there. */
  readonly includes: (node: Node) => boolean;
  /** Takes over the cotangents of a target, one for each of its outputs. */
  readonly arrive: (node: Node, cotangents: readonly (Tensor | null)[]) => void;
  /** No target has a smaller number: nodes below need not be looked at. */
  readonly oldest: number;
}

export interface PropagateOptions {
  /** Keep the saved values, so that the graph can be walked again. */
  readonly retainGraph: boolean;
  /** Record the pass itself, so that its result can be differentiated. */
  readonly record: boolean;
}

/**
 * Reverse-mode differentiation: carries cotangents from the seeds to the targets, every node once and only where it leads
 * to a target.
 *
 * Nodes are visited in descending order of number, so every node has all its cotangents when its turn comes, and sums of
 * several are always taken in the same order. What a node computes beyond its result is freed before the next.
 *
 * @returns whether any seed leads to a target
 */
export function propagate(
  op: string,
  seeds: readonly Seed[],
  targets: Targets,
  { retainGraph, record }: PropagateOptions,
): boolean {
  const { order, useful } = routes(seeds, targets);
  if (!seeds.some((seed) => useful.has(seed.edge.node))) return false;
  const walk = (): void => {
    const pending = new Map<Node, (Tensor | null)[]>();
    for (const { edge, cotangent } of seeds) {
      if (useful.has(edge.node)) deposit(pending, edge, alias(cotangent, record ? edgeOf(cotangent) : null));
    }
    for (const node of order) {
      const cotangents = useful.has(node) ? pending.get(node) : undefined;
      pending.delete(node);
      if (targets.includes(node)) {
        if (cotangents !== undefined) targets.arrive(node, cotangents);
        continue;
      }
      if (cotangents !== undefined) pullBack(node, cotangents, useful, record, pending);
      if (!retainGraph) node.consume();
    }
  };
  if (record) recorded(op, walk);
  else noGrad(walk);
  return true;
}

/** Reachable nodes in descending order of number, and those among them from which a target can be reached. */
function routes(seeds: readonly Seed[], targets: Targets): { order: Node[]; useful: Set<Node> } {
  const found = new Set<Node>();
  const stack = seeds.map((seed) => seed.edge.node);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.sequence < targets.oldest || found.has(node)) continue;
    found.add(node);
    if (targets.includes(node)) continue;
    for (const parent of node.parents) if (parent !== null) stack.push(parent.node);
  }
  const order = [...found].sort((a, b) => b.sequence - a.sequence);
  const useful = new Set<Node>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (targets.includes(node) || node.parents.some((parent) => parent !== null && useful.has(parent.node)))
      useful.add(node);
  }
  return { order, useful };
}

/** Runs one node's rule and hands the results on to its parents. */
function pullBack(
  node: Node,
  cotangents: readonly (Tensor | null)[],
  useful: ReadonlySet<Node>,
  record: boolean,
  pending: Map<Node, (Tensor | null)[]>,
): void {
  const needs = node.parents.map((parent) => parent !== null && useful.has(parent.node));
  const results = tidy(() => node.cotangents(cotangents, needs, record));
  const seen = new Set<Tensor | null>(cotangents);
  for (let i = 0; i < results.length; i++) {
    const result = results[i];
    const parent = node.parents[i];
    if (result === null || parent === null) continue;
    if (!needs[i]) {
      if (!seen.has(result)) result.dispose();
      continue;
    }
    // A rule may pass a cotangent through, or give one tensor to several inputs: every parent gets a handle of its own.
    deposit(pending, parent, seen.has(result) ? alias(result, edgeOf(result)) : result);
    seen.add(result);
  }
  for (const cotangent of cotangents) cotangent?.dispose();
}

/** Adds a cotangent to what has already arrived at an output; takes it over. */
function deposit(pending: Map<Node, (Tensor | null)[]>, { node, index }: Edge, cotangent: Tensor): void {
  let slots = pending.get(node);
  if (slots === undefined) {
    slots = new Array<null>(node.outputs).fill(null);
    pending.set(node, slots);
  }
  const before = slots[index];
  if (before === null) {
    slots[index] = cotangent;
    return;
  }
  if (!sameShape(before.shape, cotangent.shape)) {
    throw new GradientError(
      `cotangents of one output of ${node.name} differ in shape: ${formatShape(before.shape)} and ${formatShape(cotangent.shape)}`,
    );
  }
  slots[index] = add(before, cotangent);
  before.dispose();
  cotangent.dispose();
}
