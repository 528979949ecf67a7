/** What kind of work an estimator does. */
export type EstimatorKind =
  | 'classifier'
  | 'regressor'
  | 'clusterer'
  | 'transformer'
  | 'outlierDetector'
  | 'density'
  | 'neighbors';

/** What an estimator can and cannot take, for whoever handles estimators without knowing them: meta-estimators, tests. */
export interface EstimatorTags {
  readonly kind: EstimatorKind;
  /** `fit` cannot do without y. */
  readonly requiresY: boolean;
  /** NaN in X stands for a missing value. */
  readonly allowsNaN: boolean;
  /** X must be ≥ 0. */
  readonly requiresPositiveX: boolean;
  /** y must be > 0. */
  readonly requiresPositiveY: boolean;
  /** `fit` takes `sampleWeight`. */
  readonly acceptsWeights: boolean;
  /** A sample of weight 2 has the effect of two equal samples (not where bins, bootstraps or batches are drawn). */
  readonly weightsRepeat: boolean;
  /** The order of the samples changes nothing but rounding. */
  readonly orderInvariant: boolean;
  /** Fits on a single sample. */
  readonly fitsOneSample: boolean;
  /** X may hold words. */
  readonly acceptsCells: boolean;
  /** X is not a matrix of features but one column of labels (LabelEncoder), or changes the number of samples (samplers). */
  readonly input: 'matrix' | 'labels' | 'resample';
}

const base: Omit<EstimatorTags, 'kind' | 'requiresY'> = {
  allowsNaN: false,
  requiresPositiveX: false,
  requiresPositiveY: false,
  acceptsWeights: false,
  weightsRepeat: false,
  orderInvariant: true,
  fitsOneSample: true,
  acceptsCells: false,
  input: 'matrix',
};

/** Tags of a kind of estimator, with what is special about one. */
export function tagsOf(kind: EstimatorKind, special: Partial<EstimatorTags> = {}): EstimatorTags {
  const requiresY = kind === 'classifier' || kind === 'regressor';
  return { ...base, kind, requiresY, ...special };
}
