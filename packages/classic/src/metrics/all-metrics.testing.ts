// Every metric by name, for tests that call them by the names of a fixture.
export { accuracyScore } from './accuracy-score.ts';
export { auc } from './auc.ts';
export { averagePrecisionScore } from './average-precision-score.ts';
export { balancedAccuracyScore } from './balanced-accuracy-score.ts';
export { brierScoreLoss } from './brier-score-loss.ts';
export { calinskiHarabaszScore } from './calinski-harabasz-score.ts';
export { classificationReport } from './classification-report.ts';
export { cohenKappaScore } from './cohen-kappa-score.ts';
export { confusionMatrix } from './confusion-matrix.ts';
export { contingencyMatrix } from './contingency-matrix.ts';
export { d2AbsoluteErrorScore, d2PinballScore } from './d2-pinball-score.ts';
export { d2TweedieScore } from './d2-tweedie-score.ts';
export { daviesBouldinScore } from './davies-bouldin-score.ts';
export { dcgScore, ndcgScore } from './dcg-score.ts';
export { detCurve } from './det-curve.ts';
export { explainedVarianceScore } from './explained-variance-score.ts';
export { fowlkesMallowsScore } from './fowlkes-mallows-score.ts';
export { hammingLoss } from './hamming-loss.ts';
export { hingeLoss } from './hinge-loss.ts';
export {
  completenessScore,
  homogeneityCompletenessVMeasure,
  homogeneityScore,
  vMeasureScore,
} from './homogeneity-completeness-v-measure.ts';
export { jaccardScore } from './jaccard-score.ts';
export { logLoss } from './log-loss.ts';
export { matthewsCorrcoef } from './matthews-corrcoef.ts';
export { maxError } from './max-error.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
export { meanPinballLoss } from './mean-pinball-loss.ts';
export { meanSquaredError } from './mean-squared-error.ts';
export { meanSquaredLogError } from './mean-squared-log-error.ts';
export { meanGammaDeviance, meanPoissonDeviance, meanTweedieDeviance } from './mean-tweedie-deviance.ts';
export { medianAbsoluteError } from './median-absolute-error.ts';
export { adjustedMutualInfoScore, mutualInfoScore, normalizedMutualInfoScore } from './mutual-info-score.ts';
export { pairConfusionMatrix } from './pair-confusion-matrix.ts';
export { precisionRecallCurve } from './precision-recall-curve.ts';
export {
  f1Score,
  fbetaScore,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
} from './precision-recall-fscore-support.ts';
export { r2Score } from './r2-score.ts';
export { adjustedRandScore, randScore } from './rand-score.ts';
export { rocAucScore } from './roc-auc-score.ts';
export { rocCurve } from './roc-curve.ts';
export { silhouetteSamples, silhouetteScore } from './silhouette-score.ts';
export { topKAccuracyScore } from './top-k-accuracy-score.ts';
export { zeroOneLoss } from './zero-one-loss.ts';
