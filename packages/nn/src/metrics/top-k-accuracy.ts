import type { AccuracyOptions } from './accuracy.ts';
import type { Metric } from './metric.ts';
import { higher, scoredRows } from './scored-rows.ts';

/**
 * The share of targets that are among the k classes with the highest scores. Of equal scores the lower class comes first, so
 * that k = 1 is `accuracy`.
 *
 * @shape predictions [..., K] (scores), targets [...] → a number in 0 … 1
 * @throws {RangeError} when k is not a whole number ≥ 1
 * @throws {ShapeError} when the targets are not shaped as the scores without their last axis
 * @special k ≥ K → 1; nothing counted → NaN
 * @reference sklearn.metrics.top_k_accuracy_score where no scores are equal
 * @example
 * const seen = topKAccuracy(2).start();
 * seen.add(tensor([[0.1, 0.5, 0.4], [0.7, 0.2, 0.1]]), tensor([2, 2], { dtype: 'int32' }));
 * seen.value() // => 0.5
 */
export function topKAccuracy(k: number, { ignoreIndex = -100 }: AccuracyOptions = {}): Metric {
  if (!(Number.isSafeInteger(k) && k >= 1))
    throw new RangeError(`topKAccuracy: k must be a whole number ≥ 1, not ${k}`);
  return {
    start() {
      let [right, counted] = [0, 0];
      return {
        add(predictions, targets) {
          const { scores, labels, classes } = scoredRows('topKAccuracy', predictions, targets);
          for (const [i, label] of labels.entries()) {
            if (label === ignoreIndex) continue;
            counted++;
            if (label < 0 || label >= classes) continue;
            const own = scores[i * classes + label];
            let before = 0;
            for (let c = 0; c < classes; c++) {
              const score = scores[i * classes + c];
              if (higher(score, own) || (c < label && !higher(own, score))) before++;
            }
            if (before < k) right++;
          }
        },
        value: () => right / counted,
      };
    },
  };
}
