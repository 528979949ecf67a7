import { tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Labels } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { eliminateFeatures, featuresPerStep } from './eliminate-features.ts';
import { requireEstimator } from './importances.ts';
import { type RecursiveParams, RecursiveSelector, type RecursiveState } from './recursive-selector.ts';

export interface RFEParams extends RecursiveParams {
  /** How many features stay, or which share of them below 1; null: half. */
  readonly nFeaturesToSelect: number | null;
}

/**
 * Recursive feature elimination: fit a model, drop the features that matter least to it, fit again with the others, until as many
 * are left as are wanted.
 *
 * @shape X [N, F] → [N, nFeaturesToSelect]
 * @complexity F / step fits
 * @reference Guyon et al., Machine Learning 46 (2002); agrees with sklearn.feature_selection.RFE
 * @example
 * const selector = new RFE({ estimator: new Ridge({ alpha: 0 }), nFeaturesToSelect: 1 });
 * selector.fit([[0, 1], [1, 0], [2, 1], [3, 0]], [0, 2, 4, 6]).ranking_.toArray() // => [1, 2]
 */
export class RFE extends RecursiveSelector<RFEParams, RecursiveState> {
  static readonly estimatorName = 'RFE';
  static readonly defaults: RFEParams = { estimator: null, nFeaturesToSelect: null, step: 1, importanceGetter: 'auto' };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { requiresY: true });

  fit(X: MatrixLike, y: Labels | VectorLike | null = null, options: FitOptions = {}): this {
    const { nFeaturesToSelect: wanted, step, importanceGetter } = this.params;
    const estimator = requireEstimator('RFE', this.params.estimator);
    this.requireStep();
    const isCount = wanted === null || (wanted > 0 && (wanted < 1 || Number.isSafeInteger(wanted)));
    requireParameter('RFE', 'nFeaturesToSelect', wanted, isCount, 'null, an integer ≥ 1, or a number between 0 and 1');
    const { ranking, model } = tidy(() => {
      const samples = this.fitX(X, { allowNaN: estimator.class.tags.allowsNaN });
      const features = samples.shape[1];
      const keep = Math.max(1, wanted === null ? features >> 1 : wanted < 1 ? Math.floor(features * wanted) : wanted);
      const elimination = { estimator, importanceGetter, keep, step: featuresPerStep(step, features), options };
      return eliminateFeatures('RFE', samples, y, elimination);
    });
    return this.learn({ ranking, model, support: Uint8Array.from(ranking, (rank) => (rank === 1 ? 1 : 0)) });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): RecursiveState {
    return this.readModel(new StateReader('RFE', state), seen);
  }
}
