// What the kernel of splits (kernels/node-splits.ts) and the code around it agree on.

/** A feature's best split: gain, bin, 1 where missing values go left, and the left child's two sums and number. */
export const splitFields = 6;
/** What a node is described by: its totals in the order of `NodeTotals`. */
export const nodeFields = 6;

/** What is known of a node when a split of it is sought. */
export interface NodeTotals {
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
  /** −gradient / (hessian + l2), within the bounds it had itself. */
  readonly value: number;
  /** Between these the values of its children must be. */
  readonly lower: number;
  readonly upper: number;
}

/** What holds for every split of a tree. */
export interface SplitRules {
  readonly minSamplesLeaf: number;
  readonly l2: number;
}

/** Least sum of second derivatives of a child. */
export const minHessian = 1e-3;

/** The Newton step −g / (h + l2), moved into the bounds. */
export function nodeValue(gradient: number, hessian: number, l2: number, lower: number, upper: number): number {
  const value = -gradient / (hessian + l2 + 1e-15);
  return Math.max(lower, Math.min(upper, value));
}
