import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { type UnivariateParams, UnivariateSelector } from './univariate-selector.ts';

export interface SelectKBestParams extends UnivariateParams {
  /** How many features stay. */
  readonly k: number | 'all';
}

/**
 * The k features of the highest scores.
 *
 * @shape X [N, F] → [N, k]
 * @special of equal scores the later features; NaN comes last
 * @reference agrees with sklearn.feature_selection.SelectKBest
 * @example
 * const X = [[0, 5], [1, 4], [10, 5], [11, 4]];
 * new SelectKBest({ k: 1 }).fit(X, [0, 0, 1, 1]).getSupport() // => [true, false]
 */
export class SelectKBest extends UnivariateSelector<SelectKBestParams> {
  static readonly estimatorName = 'SelectKBest';
  static readonly defaults: SelectKBestParams = { scoreFunc: 'fClassif', k: 10, randomState: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { requiresY: true, fitsOneSample: false });

  protected chosen(scores: Float64Array): Uint8Array {
    const { k } = this.params;
    const isCount = k === 'all' || (Number.isSafeInteger(k) && k >= 0);
    requireParameter('SelectKBest', 'k', k, isCount, "'all' or an integer ≥ 0");
    const support = new Uint8Array(scores.length);
    if (k === 'all') return support.fill(1);
    const ascending = Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
    for (const j of ascending.slice(Math.max(0, scores.length - k))) support[j] = 1;
    return support;
  }
}
