import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { quantilesOf } from '../preprocessing/column-quantiles.ts';
import { type UnivariateParams, UnivariateSelector } from './univariate-selector.ts';

export interface SelectPercentileParams extends UnivariateParams {
  /** How many of a hundred features stay. */
  readonly percentile: number;
}

/**
 * The best percent of the features by score.
 *
 * @shape X [N, F] → [N, selected]
 * @special of equal scores at the border the earlier features; NaN comes last
 * @reference agrees with sklearn.feature_selection.SelectPercentile
 * @example
 * const X = [[0, 5], [1, 4], [10, 5], [11, 4]];
 * new SelectPercentile({ percentile: 50 }).fit(X, [0, 0, 1, 1]).getSupport() // => [true, false]
 */
export class SelectPercentile extends UnivariateSelector<SelectPercentileParams> {
  static readonly estimatorName = 'SelectPercentile';
  static readonly defaults: SelectPercentileParams = { scoreFunc: 'fClassif', percentile: 10, randomState: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { requiresY: true, fitsOneSample: false });

  protected chosen(scores: Float64Array): Uint8Array {
    const { percentile } = this.params;
    requireParameter(
      'SelectPercentile',
      'percentile',
      percentile,
      percentile >= 0 && percentile <= 100,
      'from 0 to 100',
    );
    const support = new Uint8Array(scores.length);
    if (percentile === 100) return support.fill(1);
    if (percentile === 0) return support;
    const [threshold] = quantilesOf(scores.slice(), [(100 - percentile) / 100]);
    let left = Math.floor((scores.length * percentile) / 100);
    for (let j = 0; j < scores.length; j++) if (scores[j] > threshold) support[j] = 1;
    left -= support.reduce((sum, mark) => sum + mark, 0);
    for (let j = 0; j < scores.length && left > 0; j++) {
      if (scores[j] !== threshold) continue;
      support[j] = 1;
      left--;
    }
    return support;
  }
}
