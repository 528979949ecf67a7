import type { FitOptions } from '../base/classifier.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { cvDefaults, DescentCV, type DescentCVParams } from './descent-cv.ts';
import { descentDefaults, requireRatio } from './descent-regressor.ts';

export interface ElasticNetCVParams extends DescentCVParams {
  /** Share of l1 in the penalty, or several to choose from. */
  readonly l1Ratio: number | readonly number[];
}

/**
 * The elastic net that chooses the strength of its penalty, and the share of l1 in it, by cross-validation.
 *
 * @shape X [N, F], y [N]
 * @reference agrees with sklearn.linear_model.ElasticNetCV
 * @example
 * const X = [[0], [1], [2], [3], [4], [5]];
 * new ElasticNetCV({ l1Ratio: [0.5, 0.9], alphas: [1, 0.1], cv: 3 }).fit(X, [0, 1, 2, 3, 4, 5]).alpha_ // => 0.1
 */
export class ElasticNetCV extends DescentCV<ElasticNetCVParams> {
  static readonly estimatorName = 'ElasticNetCV';
  static readonly defaults: ElasticNetCVParams = /* @__PURE__ */ withDefaults(
    cvDefaults,
    /* @__PURE__ */ withDefaults(descentDefaults, { l1Ratio: 0.5 }),
  );
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  /** The chosen share. */
  get l1Ratio_(): number {
    return this.learned.l1Ratio;
  }

  fit(X: MatrixLike, y: VectorLike, options: FitOptions = {}): this {
    const { l1Ratio } = this.params;
    const ratios = typeof l1Ratio === 'number' ? [l1Ratio] : [...l1Ratio];
    for (const ratio of ratios) requireRatio('ElasticNetCV', ratio);
    return this.learn(this.choose(X, y, options, ratios));
  }
}
