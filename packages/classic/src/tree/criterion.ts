/**
 * How mixed the samples of a node are, and which cut makes its two sides purest.
 *
 * Samples are known to criteria by codes: whatever leads them to the target and the weight of a sample.
 */
export interface Criterion {
  /** Numbers a node's value has. */
  readonly nOutputs: number;
  /** Weight of the samples looked at last. */
  readonly weight: number;
  /** Impurity of the samples looked at last. */
  readonly impurity: number;

  /** Looks at the samples `codes[start … end)`, the node that the next calls are about. */
  enter(codes: Int32Array, start: number, end: number): void;

  /** What the node says: weights of classes, or a prediction. */
  writeValue(out: Float64Array): void;

  /**
   * The best place to cut the node's samples in two, among those between keys that differ above bit `shift`.
   *
   * Sets `score` where it finds one that is better than it.
   *
   * @param keys of the node's samples in the order of a feature; their lowest `shift` bits are the codes
   * @returns how many samples are on the left; 0 when no cut is better than `score`
   */
  bestCut(keys: Uint32Array, n: number, shift: number, limits: CutLimits): number;

  /** Of the best cut so far, in units that are comparable within a node only. */
  score: number;

  /** What a cut into these sides gains, in units that are comparable within a tree. */
  improvement(node: NodeSummary, left: NodeSummary, right: NodeSummary): number;
}

/** What each side of a cut must at least have. */
export interface CutLimits {
  readonly minSamplesLeaf: number;
  readonly minWeightLeaf: number;
}

export interface NodeSummary {
  readonly weight: number;
  readonly impurity: number;
}

/** (w/W)·(impurity − wₗ/w·impurityₗ − wᵣ/w·impurityᵣ) */
export function impurityDecrease(total: number, node: NodeSummary, left: NodeSummary, right: NodeSummary): number {
  const kept = (right.weight / node.weight) * right.impurity + (left.weight / node.weight) * left.impurity;
  return (node.weight / total) * (node.impurity - kept);
}

/** Nodes of smaller impurity are pure: 2⁻⁵², as in scikit-learn. */
export const pure = Number.EPSILON;
