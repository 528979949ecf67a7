import type { Tensor } from '@ml/tensor';
import { vector } from '../base/values.ts';

/** How much each feature tells about the target, and how likely chance alone would score as high. */
export interface FeatureTests {
  /** [F] */
  readonly scores: Tensor<[number]>;
  /** [F] */
  readonly pValues: Tensor<[number]>;
}

/** The same as plain data; scores without a test have no p-values. */
export interface FeatureScores {
  readonly scores: Float64Array;
  readonly pValues: Float64Array | null;
}

export function asTensors({ scores, pValues }: FeatureScores): FeatureTests {
  return { scores: vector(scores), pValues: vector(pValues ?? scores.map(() => Number.NaN)) };
}
