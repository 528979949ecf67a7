/**
 * A matrix as it is: what trees need to know of X that cut at random places. Row by row, so that what a node reads of its samples for
 * one feature is near what it reads for the next.
 */
export interface ValueColumns {
  /** N */
  readonly samples: number;
  /** F */
  readonly features: number;
  /** @shape [N · F] */
  readonly values: Float64Array;
}
