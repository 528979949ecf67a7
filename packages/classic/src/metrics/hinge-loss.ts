import type { Labels } from '../base/labels.ts';
import { type ClassScores, checkColumns, type ScoredLabelsOptions, scoredLabels } from './class-scores.ts';
import { average } from './metric-weights.ts';

/**
 * Mean of max(0, 1 − margin): how far decisions are from being right by 1.
 *
 * The margin is the decision for the true class minus the best of the others; with two classes ± the decision.
 *
 * @shape predDecision [N], or [N, K] for K > 2 classes in ascending order
 * @reference Crammer & Singer (2001); agrees with sklearn.metrics.hinge_loss
 * @example
 * hingeLoss([-1, 1, 1], [-2, 0.5, 2]).toFixed(4) // => '0.1667'
 */
export function hingeLoss(yTrue: Labels, predDecision: ClassScores, options: ScoredLabelsOptions = {}): number {
  const op = 'hingeLoss';
  const scored = scoredLabels(op, yTrue, predDecision, options);
  const { data, columns, classes, truth, weights } = scored;
  if (classes.length > 2 || columns > 1) checkColumns(op, scored);
  const losses = new Float64Array(truth.length);
  for (let i = 0; i < losses.length; i++) {
    let margin = (truth[i] === 1 ? 1 : -1) * data[i];
    if (columns > 1) {
      let other = -Infinity;
      for (let k = 0; k < columns; k++) if (k !== truth[i]) other = Math.max(other, data[i * columns + k]);
      margin = data[i * columns + truth[i]] - other;
    }
    losses[i] = Math.max(0, 1 - margin);
  }
  return average(losses, weights);
}
