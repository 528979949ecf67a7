import { ShapeError, sameShape, toTypedArray } from '@ml/tensor';
import type { Metric } from './metric.ts';

export interface BinaryAccuracyOptions {
  /** Scores above it say yes; default 0, which is right for logits. Probabilities want 0.5. */
  readonly threshold?: number;
}

/**
 * The share of yes-or-no targets that were found: of those where (score > threshold) = (target > 0.5).
 *
 * @shape predictions [...], targets [...] (0 and 1, or bool) → a number in 0 … 1
 * @throws {ShapeError} when the shapes differ
 * @special a score of NaN says no; nothing counted → NaN
 * @example
 * const seen = binaryAccuracy({ threshold: 0.5 }).start();
 * seen.add(tensor([0.9, 0.2, 0.6, 0.4]), tensor([1, 0, 0, 0]));
 * seen.value() // => 0.75
 */
export function binaryAccuracy({ threshold = 0 }: BinaryAccuracyOptions = {}): Metric {
  return {
    start() {
      let [right, counted] = [0, 0];
      return {
        add(predictions, targets) {
          const shapes = [predictions.shape, targets.shape];
          if (!sameShape(predictions.shape, targets.shape))
            throw new ShapeError({ op: 'binaryAccuracy', problem: 'predictions and targets differ in shape', shapes });
          const scores = toTypedArray(predictions);
          const truth = toTypedArray(targets);
          counted += truth.length;
          for (let i = 0; i < truth.length; i++) if (scores[i] > threshold === truth[i] > 0.5) right++;
        },
        value: () => right / counted,
      };
    },
  };
}
