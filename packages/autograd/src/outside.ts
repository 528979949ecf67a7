import type { Tensor } from '@ml/tensor';
import { isRecording } from './mode.ts';
import { type Edge, edgeOf, type Node } from './node.ts';

/** The edges by which the graph behind `outputs` hangs on nodes made before `start`, oldest first. */
export function edgesBelow(start: number, outputs: readonly Tensor[]): Edge[] {
  const outside: Edge[] = [];
  const seen = new Set<Node>();
  const stack = outputs.map(edgeOf);
  while (stack.length > 0) {
    const edge = stack.pop();
    if (edge === null || edge === undefined) continue;
    const { node, index } = edge;
    if (node.sequence < start) {
      if (!outside.some((other) => other.node === node && other.index === index)) outside.push(edge);
    } else if (!seen.has(node)) {
      seen.add(node);
      stack.push(...node.parents);
    }
  }
  return outside.sort((a, b) => a.node.sequence - b.node.sequence || a.index - b.index);
}

/**
 * Whether something made before `start` is being differentiated, and what a transform computed depends on it: only then
 * does the transform's own backward pass have to be recorded.
 */
export function dependsOnOutside(start: number, outputs: readonly Tensor[]): boolean {
  return isRecording() && edgesBelow(start, outputs).length > 0;
}
