import type { Tensor } from '@ml/tensor';
import { type ClassWeight, classWeights } from '../base/class-weight.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import { vector } from '../base/values.ts';

/**
 * What each sample weighs by its class; see `computeClassWeight`.
 *
 * @shape y [N] → [N]
 * @reference agrees with sklearn.utils.class_weight.compute_sample_weight
 * @example
 * computeSampleWeight('balanced', [0, 0, 0, 1]).toArray() // => [0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 2]
 */
export function computeSampleWeight<L extends Label>(classWeight: ClassWeight, y: Labels<L>): Tensor<[number]> {
  const { classes, codes } = encodeLabels<L>('computeSampleWeight', y);
  const weights = classWeights('computeSampleWeight', classWeight, classes, codes);
  return vector(Float64Array.from(codes, (code) => weights[code]));
}
