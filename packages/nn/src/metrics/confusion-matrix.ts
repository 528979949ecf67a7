import { toTypedArray } from '@ml/tensor';
import type { AccuracyOptions } from './accuracy.ts';
import type { Metric } from './metric.ts';
import { predictedLabels } from './scored-rows.ts';

/**
 * How often class i was taken for class j: rows are the targets, columns what was predicted.
 *
 * @shape predictions [..., K] (scores) or [...] (int32, uint8, bool), targets [...] → [classes][classes] counts
 * @throws {RangeError} when classes is not a whole number ≥ 1, or a target or prediction is none of them
 * @reference sklearn.metrics.confusion_matrix
 * @example
 * const seen = confusionMatrix(2).start();
 * seen.add(tensor([[0.1, 0.9], [0.8, 0.2], [0.3, 0.7]]), tensor([1, 1, 0], { dtype: 'int32' }));
 * seen.value() // => [[0, 1], [1, 1]]
 */
export function confusionMatrix(
  classes: number,
  { ignoreIndex = -100 }: AccuracyOptions = {},
): Metric<readonly (readonly number[])[]> {
  if (!(Number.isSafeInteger(classes) && classes >= 1))
    throw new RangeError(`confusionMatrix: classes must be a whole number ≥ 1, not ${classes}`);
  return {
    start() {
      const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
      const check = (what: string, label: number): void => {
        if (!(Number.isInteger(label) && label >= 0 && label < classes))
          throw new RangeError(`confusionMatrix: a ${what} of ${label}, and there are ${classes} classes`);
      };
      return {
        add(predictions, targets) {
          const found = predictedLabels('confusionMatrix', predictions, targets);
          for (const [i, label] of toTypedArray(targets).entries()) {
            if (label === ignoreIndex) continue;
            check('target', label);
            check('prediction', found[i]);
            counts[label][found[i]]++;
          }
        },
        value: () => counts.map((row) => [...row]),
      };
    },
  };
}
