import type { CutLimits } from './criterion.ts';

/** What trying to cut a node by a feature comes to. */
export type Outcome = 'constant' | 'worse' | 'better';

/** A way to cut nodes by one feature. */
export interface Cuts {
  /** F */
  readonly features: number;
  /** Cuts the node that the criterion has entered; better than all that were tried on it before, or not. */
  tryFeature(feature: number, start: number, end: number, limits: CutLimits): Outcome;
  /** Of the last cut that was better: samples with values ≤ it go left. */
  readonly threshold: number;
  /** The same in the units of what `partition` compares. */
  readonly limit: number;
  /** Moves the node's samples that go left before the others. @returns where the others begin */
  partition(feature: number, limit: number, start: number, end: number): number;
}
