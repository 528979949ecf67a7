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
  const { starts, order } = plan(seeds, targets);
  if (!starts.some((start) => start?.useful)) return false;
  const walk = (): void => {
    for (const [i, { edge, cotangent }] of seeds.entries()) {
      const start = starts[i];
      if (start?.useful) deposit(start, edge.index, alias(cotangent, record ? edgeOf(cotangent) : null));
    }
    for (const visit of order) {
      const { node, cotangents } = visit;
      visit.cotangents = null;
      if (visit.isTarget) {
        if (cotangents !== null) targets.arrive(node, cotangents);
        continue;
      }
      if (cotangents !== null) pullBack(visit, cotangents, record);
      if (!retainGraph) node.consume();
    }
  };
  if (record) recorded(op, walk);
  else noGrad(walk);
  return true;
}

/** One node's part in a pass. */
interface Visit {
  readonly node: Node;
  readonly isTarget: boolean;
  /** The visits to its parents; null where the pass does not go. */
  parents: readonly (Visit | null)[];
  /** Whether a target can be reached from here. */
  useful: boolean;
  /** What has arrived so far, for each of its outputs; null before the first. */
  cotangents: (Tensor | null)[] | null;
}

/** The visits to all reachable nodes in descending order of number, and those of them where the seeds enter. */
function plan(
  seeds: readonly Seed[],
  targets: Targets,
): { starts: readonly (Visit | null)[]; order: readonly Visit[] } {
  const visits = new Map<Node, Visit>();
  const open: Visit[] = [];
  const visitTo = (edge: Edge | null): Visit | null => {
    if (edge === null || edge.node.sequence < targets.oldest) return null;
    const { node } = edge;
    let visit = visits.get(node);
    if (visit === undefined) {
      visit = { node, isTarget: targets.includes(node), parents: [], useful: false, cotangents: null };
      visits.set(node, visit);
      open.push(visit);
    }
    return visit;
  };
  const starts = seeds.map(({ edge }) => visitTo(edge));
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    if (!visit.isTarget) visit.parents = visit.node.parents.map(visitTo);
  }
  const order = [...visits.values()].sort((a, b) => b.node.sequence - a.node.sequence);
  for (let i = order.length - 1; i >= 0; i--) {
    const visit = order[i];
    visit.useful = visit.isTarget || visit.parents.some((parent) => parent?.useful);
  }
  return { starts, order };
}

/** Runs one node's rule and hands the results on to its parents. */
function pullBack({ node, parents }: Visit, cotangents: readonly (Tensor | null)[], record: boolean): void {
  const needs = parents.map((parent) => parent?.useful ?? false);
  const results = tidy(() => node.cotangents(cotangents, needs, record));
  const seen = new Set<Tensor | null>(cotangents);
  for (let i = 0; i < results.length; i++) {
    const result = results[i];
    const parent = parents[i];
    const edge = node.parents[i];
    if (result === null || edge === null) continue;
    if (!parent?.useful) {
      if (!seen.has(result)) result.dispose();
      continue;
    }
    // A rule may pass a cotangent through, or give one tensor to several inputs: every parent gets a handle of its own.
    deposit(parent, edge.index, seen.has(result) ? alias(result, edgeOf(result)) : result);
    seen.add(result);
  }
  for (const cotangent of cotangents) cotangent?.dispose();
}

/** Adds a cotangent to what has already arrived at an output; takes it over. */
function deposit(visit: Visit, index: number, cotangent: Tensor): void {
  const { node } = visit;
  visit.cotangents ??= new Array<null>(node.outputs).fill(null);
  const slots = visit.cotangents;
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
