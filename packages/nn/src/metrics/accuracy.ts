import { toTypedArray } from '@ml/tensor';
import type { Metric } from './metric.ts';
import { predictedLabels } from './scored-rows.ts';

export interface AccuracyOptions {
  /** Targets that do not count; default −100, as in the losses. */
  readonly ignoreIndex?: number;
}

/**
 * The share of targets that were found: right / counted.
 *
 * Predictions are scores of classes, of which the highest counts (the first of equals), or class numbers themselves.
 *
 * @shape predictions [..., K] (scores) or [...] (int32, uint8, bool), targets [...] → a number in 0 … 1
 * @throws {ShapeError} when the targets are not shaped as the scores without their last axis
 * @special nothing counted → NaN
 * @reference sklearn.metrics.accuracy_score
 * @example
 * const seen = accuracy().start();
 * seen.add(tensor([[0.1, 0.9], [0.8, 0.2]]), tensor([1, 1], { dtype: 'int32' }));
 * seen.add(tensor([[0.3, 0.7]]), tensor([1], { dtype: 'int32' }));
 * seen.value().toFixed(3) // => '0.667'
 */
export function accuracy({ ignoreIndex = -100 }: AccuracyOptions = {}): Metric {
  return {
    start() {
      let [right, counted] = [0, 0];
      return {
        add(predictions, targets) {
          const found = predictedLabels('accuracy', predictions, targets);
          for (const [i, label] of toTypedArray(targets).entries()) {
            if (label === ignoreIndex) continue;
            counted++;
            if (found[i] === label) right++;
          }
        },
        value: () => right / counted,
      };
    },
  };
}
