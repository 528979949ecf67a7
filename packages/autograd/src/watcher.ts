import type { Tensor } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';
import type { Node } from './node.ts';

/** Somebody who looks at what is recorded, and at what backward passes compute. */
export interface Watcher {
  /** An operation was recorded. */
  ran(op: string, inputs: readonly Tensor[], params: unknown, outputs: readonly Tensor[], node: Node): void;
  /** A backward pass went through a node. */
  pulled(node: Node, cotangents: readonly (Tensor | null)[], results: readonly (Tensor | null)[]): void;
}

/** The one who watches now. With nobody watching, each recorded operation costs one comparison. */
export let watcher: Watcher | null = null;

/** Runs `fn` watched. */
export function watch<R>(next: Watcher, fn: () => R): R {
  const outer = watcher;
  watcher = next;
  let result: R;
  try {
    result = fn();
  } finally {
    watcher = outer;
  }
  if (result instanceof Promise)
    throw new GradientError('detectAnomaly: the function must be synchronous, but returned a promise');
  return result;
}
