import type { FitOptions } from '../base/classifier.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { cvDefaults, DescentCV, type DescentCVParams } from './descent-cv.ts';
import { descentDefaults } from './descent-regressor.ts';

export type LassoCVParams = DescentCVParams;

/**
 * The lasso that chooses its penalty by cross-validation.
 *
 * On each fold the whole path from the strongest to the weakest penalty is computed, every solution beginning at the one before.
 *
 * @shape X [N, F], y [N]
 * @reference agrees with sklearn.linear_model.LassoCV
 * @example
 * const X = [[0], [1], [2], [3], [4], [5]];
 * new LassoCV({ alphas: [2, 0.01], cv: 3 }).fit(X, [0, 1, 2, 3, 4, 5]).alpha_ // => 0.01
 */
export class LassoCV extends DescentCV<LassoCVParams> {
  static readonly estimatorName = 'LassoCV';
  static readonly defaults: LassoCVParams = /* @__PURE__ */ withDefaults(cvDefaults, descentDefaults);
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  fit(X: MatrixLike, y: VectorLike, options: FitOptions = {}): this {
    return this.learn(this.choose(X, y, options, [1]));
  }
}
