import { tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { Labels } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { quantilesOf } from '../preprocessing/column-quantiles.ts';
import { FeatureSelector, readSupport, type Support } from './feature-selector.ts';
import { fitWith, type ImportanceGetter, importancesOf, requireEstimator, requireFitted } from './importances.ts';

export interface SelectFromModelParams {
  /** A model with coefficients or importances of features. */
  readonly estimator: AnyEstimator | null;
  /**
   * Features at least this important stay: a number, 'mean', 'median', or a multiple as '1.25*mean'. null: 10⁻⁵ for models with an
   * L1 penalty, otherwise 'mean'.
   */
  readonly threshold: number | string | null;
  /** The estimator is fitted already. */
  readonly prefit: boolean;
  /** p of the norm that makes one importance of several coefficients of a feature; Infinity is the largest. */
  readonly normOrder: number;
  /** Most features that stay; to choose by this alone, set the threshold to −Infinity. */
  readonly maxFeatures: number | null;
  readonly importanceGetter: ImportanceGetter;
}

interface SelectFromModelState extends Support {
  readonly estimator: AnyEstimator;
  readonly threshold: number;
}

const name = 'SelectFromModel';

/**
 * Keeps the features that matter to a model.
 *
 * @shape X [N, F] → [N, selected]
 * @throws {ParameterError} when the model has neither `coef_` nor `featureImportances_`
 * @reference agrees with sklearn.feature_selection.SelectFromModel
 * @example
 * const selector = new SelectFromModel({ estimator: new Ridge({ alpha: 0 }) });
 * selector.fit([[0, 1], [1, 0], [2, 1], [3, 0]], [0, 2, 4, 6]).getSupport() // => [true, false]
 */
export class SelectFromModel extends FeatureSelector<SelectFromModelParams, SelectFromModelState> {
  static readonly estimatorName = name;
  static readonly defaults: SelectFromModelParams = {
    estimator: null,
    threshold: null,
    prefit: false,
    normOrder: 1,
    maxFeatures: null,
    importanceGetter: 'auto',
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { requiresY: true });

  /** The fitted model. */
  get estimator_(): AnyEstimator {
    return this.learned.estimator;
  }

  /** What an importance has to reach. */
  get threshold_(): number {
    return this.learned.threshold;
  }

  fit(X: MatrixLike, y: Labels | VectorLike | null = null, options: FitOptions = {}): this {
    const { prefit, threshold, normOrder, maxFeatures, importanceGetter } = this.params;
    const given = requireEstimator(name, this.params.estimator);
    requireParameter(name, 'normOrder', normOrder, normOrder > 0, 'above 0');
    const estimator = prefit ? requireFitted(given) : given.clone();
    const { features, importances } = tidy(() => {
      const samples = this.fitX(X, { allowNaN: given.class.tags.allowsNaN });
      if (!prefit) fitWith(estimator, samples, y, options);
      return {
        features: samples.shape[1],
        importances: importancesOf(name, estimator, importanceGetter, { norm: normOrder }),
      };
    });
    if (importances.length !== features)
      throw new ParameterError(
        `${name}: the estimator has importances of ${importances.length} features, X has ${features}`,
      );
    if (maxFeatures !== null) {
      requireCount(name, 'maxFeatures', maxFeatures, 0);
      requireParameter(
        name,
        'maxFeatures',
        maxFeatures,
        maxFeatures <= features,
        `at most ${features}, the number of features`,
      );
    }
    const least = thresholdFor(threshold, estimator, importances);
    const ranked = Array.from(importances.keys()).sort((a, b) => importances[b] - importances[a]);
    const support = new Uint8Array(features);
    for (const j of ranked.slice(0, maxFeatures ?? features)) support[j] = importances[j] >= least ? 1 : 0;
    return this.learn({ estimator, threshold: least, support });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): SelectFromModelState {
    const read = new StateReader(name, state);
    return {
      support: readSupport(read, seen?.count ?? 0),
      estimator: read.estimator('estimator'),
      threshold: read.number('threshold'),
    };
  }
}

function thresholdFor(threshold: number | string | null, estimator: AnyEstimator, importances: Float64Array): number {
  if (typeof threshold === 'number') return threshold;
  if (threshold === null) return hasSparsePenalty(estimator) ? 1e-5 : mean(importances);
  const parts = threshold.split('*').map((part) => part.trim());
  const factor = parts.length === 2 ? Number(parts[0]) : 1;
  const reference = parts[parts.length - 1];
  const isKnown = parts.length <= 2 && (parts.length === 1 || parts[0] !== '') && Number.isFinite(factor);
  requireParameter(
    name,
    'threshold',
    threshold,
    isKnown && (reference === 'mean' || reference === 'median'),
    "a number, 'mean', 'median' or a multiple as '1.25*mean'",
  );
  return factor * (reference === 'mean' ? mean(importances) : quantilesOf(importances.slice(), [0.5])[0]);
}

/** Whether the model itself makes coefficients 0. */
function hasSparsePenalty(estimator: AnyEstimator): boolean {
  const { penalty, l1Ratio } = estimator.params as { readonly penalty?: unknown; readonly l1Ratio?: unknown };
  const { estimatorName } = estimator.class;
  return penalty === 'l1' || estimatorName.includes('Lasso') || (estimatorName.includes('ElasticNet') && l1Ratio === 1);
}

function mean(numbers: Float64Array): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
