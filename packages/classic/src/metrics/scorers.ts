import { accuracyScore } from './accuracy-score.ts';
import { averagePrecisionScore } from './average-precision-score.ts';
import { balancedAccuracyScore } from './balanced-accuracy-score.ts';
import { brierScoreLoss } from './brier-score-loss.ts';
import { explainedVarianceScore } from './explained-variance-score.ts';
import { fowlkesMallowsScore } from './fowlkes-mallows-score.ts';
import { completenessScore, homogeneityScore, vMeasureScore } from './homogeneity-completeness-v-measure.ts';
import { jaccardScore } from './jaccard-score.ts';
import { logLoss } from './log-loss.ts';
import { type Metric, makeScorer, type Scorer, type ScorerRules } from './make-scorer.ts';
import { matthewsCorrcoef } from './matthews-corrcoef.ts';
import { maxError } from './max-error.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { meanSquaredLogError } from './mean-squared-log-error.ts';
import { meanGammaDeviance, meanPoissonDeviance } from './mean-tweedie-deviance.ts';
import { medianAbsoluteError } from './median-absolute-error.ts';
import { adjustedMutualInfoScore, mutualInfoScore, normalizedMutualInfoScore } from './mutual-info-score.ts';
import { f1Score, precisionScore, recallScore } from './precision-recall-fscore-support.ts';
import { r2Score } from './r2-score.ts';
import { adjustedRandScore, randScore } from './rand-score.ts';
import { rocAucScore } from './roc-auc-score.ts';
import { topKAccuracyScore } from './top-k-accuracy-score.ts';

const loss = (metric: Metric, options: Readonly<Record<string, unknown>> = {}): Scorer =>
  makeScorer(metric, { greaterIsBetter: false, options });

const rocAuc = (multiClass: string, average: string): Scorer =>
  makeScorer(rocAucScore, { needsProba: true, needsClasses: true, options: { multiClass, average } });

const probabilityLoss = (metric: Metric): Scorer =>
  makeScorer(metric, { greaterIsBetter: false, needsProba: true, needsClasses: true });

/** One scorer for each way to average classes. */
const averaged = <N extends string>(name: N, metric: Metric) => {
  const by = (average: string, rules: ScorerRules = {}): Scorer =>
    makeScorer(metric, { ...rules, options: { average } });
  return {
    [name]: by('binary', { needsPositive: true }),
    [`${name}_macro`]: by('macro'),
    [`${name}_micro`]: by('micro'),
    [`${name}_weighted`]: by('weighted'),
  } as Record<N | `${N}_${'macro' | 'micro' | 'weighted'}`, Scorer>;
};

/**
 * Scorers under scikit-learn's names; greater is better, losses are negative.
 *
 * @reference agrees with sklearn.metrics.get_scorer
 * @example
 * Object.hasOwn(scorers, 'neg_mean_squared_error') // => true
 */
export const scorers = /* @__PURE__ */ (() => ({
  accuracy: makeScorer(accuracyScore),
  adjusted_mutual_info_score: makeScorer(adjustedMutualInfoScore),
  adjusted_rand_score: makeScorer(adjustedRandScore),
  average_precision: makeScorer(averagePrecisionScore, { needsThreshold: true, needsPositive: true }),
  balanced_accuracy: makeScorer(balancedAccuracyScore),
  completeness_score: makeScorer(completenessScore),
  explained_variance: makeScorer(explainedVarianceScore),
  fowlkes_mallows_score: makeScorer(fowlkesMallowsScore),
  homogeneity_score: makeScorer(homogeneityScore),
  matthews_corrcoef: makeScorer(matthewsCorrcoef),
  max_error: loss(maxError),
  mutual_info_score: makeScorer(mutualInfoScore),
  neg_brier_score: probabilityLoss(brierScoreLoss),
  neg_log_loss: probabilityLoss(logLoss),
  neg_mean_absolute_error: loss(meanAbsoluteError),
  neg_mean_absolute_percentage_error: loss(meanAbsolutePercentageError),
  neg_mean_gamma_deviance: loss(meanGammaDeviance),
  neg_mean_poisson_deviance: loss(meanPoissonDeviance),
  neg_mean_squared_error: loss(meanSquaredError),
  neg_mean_squared_log_error: loss(meanSquaredLogError),
  neg_median_absolute_error: loss(medianAbsoluteError),
  neg_root_mean_squared_error: loss(meanSquaredError, { squared: false }),
  normalized_mutual_info_score: makeScorer(normalizedMutualInfoScore),
  r2: makeScorer(r2Score),
  rand_score: makeScorer(randScore),
  roc_auc: makeScorer(rocAucScore, { needsThreshold: true }),
  roc_auc_ovo: rocAuc('ovo', 'macro'),
  roc_auc_ovo_weighted: rocAuc('ovo', 'weighted'),
  roc_auc_ovr: rocAuc('ovr', 'macro'),
  roc_auc_ovr_weighted: rocAuc('ovr', 'weighted'),
  top_k_accuracy: makeScorer(topKAccuracyScore, { needsThreshold: true, needsClasses: true }),
  v_measure_score: makeScorer(vMeasureScore),
  ...averaged('f1', f1Score),
  ...averaged('jaccard', jaccardScore),
  ...averaged('precision', precisionScore),
  ...averaged('recall', recallScore),
}))() satisfies Readonly<Record<string, Scorer>>;

export type ScorerName = keyof typeof scorers;
