import type { Labels } from '../base/labels.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { contingency } from './contingency-matrix.ts';
import { entropy, mutualInformation } from './mutual-info-score.ts';

export interface VMeasureOptions {
  /** How much completeness counts beside homogeneity; default 1. */
  readonly beta?: number | undefined;
}

export interface HomogeneityCompletenessVMeasure {
  readonly homogeneity: number;
  readonly completeness: number;
  readonly vMeasure: number;
}

/**
 * Homogeneity (1 when every cluster has members of one class only), completeness (1 when every class is in one cluster) and their
 * weighted harmonic mean.
 *
 * @reference Rosenberg & Hirschberg (2007); agrees with sklearn.metrics.homogeneity_completeness_v_measure
 * @example
 * homogeneityCompletenessVMeasure([0, 0, 1, 1], [0, 0, 0, 0]) // => { homogeneity: 0, completeness: 1, vMeasure: 0 }
 */
export function homogeneityCompletenessVMeasure(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: VMeasureOptions = {},
): HomogeneityCompletenessVMeasure {
  return measure('homogeneityCompletenessVMeasure', labelsTrue, labelsPred, options);
}

function measure(
  op: string,
  labelsTrue: Labels,
  labelsPred: Labels,
  { beta = 1 }: VMeasureOptions = {},
): HomogeneityCompletenessVMeasure {
  requireParameter(op, 'beta', beta, typeof beta === 'number' && beta >= 0, '≥ 0');
  const table = contingency(op, labelsTrue, labelsPred);
  const information = mutualInformation(table);
  const [ofClasses, ofClusters] = [entropy(table.rows), entropy(table.columns)];
  const homogeneity = ofClasses === 0 ? 1 : information / ofClasses;
  const completeness = ofClusters === 0 ? 1 : information / ofClusters;
  const bottom = beta * homogeneity + completeness;
  return { homogeneity, completeness, vMeasure: bottom === 0 ? 0 : ((1 + beta) * homogeneity * completeness) / bottom };
}

/**
 * 1 when every cluster has members of one class only.
 *
 * @reference agrees with sklearn.metrics.homogeneity_score
 * @example
 * homogeneityScore([0, 0, 1, 1], [0, 1, 2, 3]).toFixed(4) // => '1.0000'
 */
export function homogeneityScore(labelsTrue: Labels, labelsPred: Labels): number {
  return measure('homogeneityScore', labelsTrue, labelsPred).homogeneity;
}

/**
 * 1 when all members of a class are in the same cluster.
 *
 * @reference agrees with sklearn.metrics.completeness_score
 * @example
 * completenessScore([0, 1, 2, 3], [0, 0, 1, 1]).toFixed(4) // => '1.0000'
 */
export function completenessScore(labelsTrue: Labels, labelsPred: Labels): number {
  return measure('completenessScore', labelsTrue, labelsPred).completeness;
}

/**
 * Weighted harmonic mean of homogeneity and completeness.
 *
 * @reference agrees with sklearn.metrics.v_measure_score
 * @example
 * vMeasureScore([0, 0, 1, 1], [1, 1, 0, 0]) // => 1
 */
export function vMeasureScore(labelsTrue: Labels, labelsPred: Labels, options: VMeasureOptions = {}): number {
  return measure('vMeasureScore', labelsTrue, labelsPred, options).vMeasure;
}
