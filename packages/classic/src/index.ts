export type { ClassWeight } from './base/class-weight.ts';
export { Classifier, type FitOptions, type FitProgress, type ScoreOptions } from './base/classifier.ts';
export { Clusterer } from './base/clusterer.ts';
export { DataError } from './base/data-error.ts';
export { type AnyEstimator, Estimator, type EstimatorClass } from './base/estimator.ts';
export type { Label, Labels, Predicted } from './base/labels.ts';
export type { Cell, CellsLike, MatrixLike, TableLike, VectorLike } from './base/matrix-like.ts';
export { NotFittedError } from './base/not-fitted-error.ts';
export { ParameterError } from './base/parameter-error.ts';
export type { RandomState } from './base/random-state.ts';
export { Regressor } from './base/regressor.ts';
export type { EstimatorKind, EstimatorTags } from './base/tags.ts';
export { Transformer } from './base/transformer.ts';
export { BernoulliNB, type BernoulliNBParams } from './bayes/bernoulli-nb.ts';
export { CategoricalNB, type CategoricalNBParams } from './bayes/categorical-nb.ts';
export { ComplementNB, type ComplementNBParams } from './bayes/complement-nb.ts';
export type { DiscreteNBParams } from './bayes/discrete-nb.ts';
export { GaussianNB, type GaussianNBParams } from './bayes/gaussian-nb.ts';
export { MultinomialNB, type MultinomialNBParams } from './bayes/multinomial-nb.ts';
export type { PartialFitOptions } from './bayes/naive-bayes.ts';
export { AgglomerativeClustering, type AgglomerativeClusteringParams } from './cluster/agglomerative-clustering.ts';
export { DBSCAN, type DBSCANParams } from './cluster/dbscan.ts';
export { KMeans, type KMeansParams } from './cluster/k-means.ts';
export type { KMeansInit } from './cluster/k-means-parameters.ts';
export type { Linkage } from './cluster/linkage.ts';
export { MiniBatchKMeans, type MiniBatchKMeansParams } from './cluster/mini-batch-k-means.ts';
export { type PlotDendrogramOptions, plotDendrogram } from './cluster/plot-dendrogram.ts';
export {
  type ColumnChoice,
  type ColumnSelector,
  type ColumnSelectorOptions,
  makeColumnSelector,
} from './compose/column-selector.ts';
export {
  type ColumnStep,
  ColumnTransformer,
  type ColumnTransformerParams,
  makeColumnTransformer,
} from './compose/column-transformer.ts';
export type { CellType } from './compose/columns-of.ts';
export {
  TransformedTargetRegressor,
  type TransformedTargetRegressorParams,
} from './compose/transformed-target-regressor.ts';
export { IncrementalPCA, type IncrementalPCAParams } from './decomposition/incremental-pca.ts';
export { KernelPCA, type KernelPCAParams } from './decomposition/kernel-pca.ts';
export { NMF, type NMFParams } from './decomposition/nmf.ts';
export type { NMFInit } from './decomposition/nmf-start.ts';
export { PCA, type PCAParams } from './decomposition/pca.ts';
export { TruncatedSVD, type TruncatedSVDParams } from './decomposition/truncated-svd.ts';
export {
  LinearDiscriminantAnalysis,
  type LinearDiscriminantAnalysisParams,
} from './discriminant/linear-discriminant-analysis.ts';
export {
  QuadraticDiscriminantAnalysis,
  type QuadraticDiscriminantAnalysisParams,
} from './discriminant/quadratic-discriminant-analysis.ts';
export type { Shrinkage } from './discriminant/shrunk-covariance.ts';
export { AdaBoostClassifier, type AdaBoostClassifierParams } from './ensemble/ada-boost-classifier.ts';
export { AdaBoostRegressor, type AdaBoostRegressorParams } from './ensemble/ada-boost-regressor.ts';
export { BaggingClassifier, type BaggingClassifierParams } from './ensemble/bagging-classifier.ts';
export { BaggingRegressor, type BaggingRegressorParams } from './ensemble/bagging-regressor.ts';
export { ExtraTreesClassifier, type ExtraTreesClassifierParams } from './ensemble/extra-trees-classifier.ts';
export { ExtraTreesRegressor, type ExtraTreesRegressorParams } from './ensemble/extra-trees-regressor.ts';
export {
  GradientBoostingClassifier,
  type GradientBoostingClassifierParams,
} from './ensemble/gradient-boosting-classifier.ts';
export {
  GradientBoostingRegressor,
  type GradientBoostingRegressorParams,
} from './ensemble/gradient-boosting-regressor.ts';
export { IsolationForest, type IsolationForestParams } from './ensemble/isolation-forest.ts';
export { RandomForestClassifier, type RandomForestClassifierParams } from './ensemble/random-forest-classifier.ts';
export { RandomForestRegressor, type RandomForestRegressorParams } from './ensemble/random-forest-regressor.ts';
export { StackingClassifier, type StackingClassifierParams } from './ensemble/stacking-classifier.ts';
export { StackingRegressor, type StackingRegressorParams } from './ensemble/stacking-regressor.ts';
export { VotingClassifier, type VotingClassifierParams } from './ensemble/voting-classifier.ts';
export { VotingRegressor, type VotingRegressorParams } from './ensemble/voting-regressor.ts';
export { chi2 } from './feature-selection/chi2.ts';
export { fClassif } from './feature-selection/f-classif.ts';
export { type FRegressionOptions, fRegression } from './feature-selection/f-regression.ts';
export { FeatureSelector } from './feature-selection/feature-selector.ts';
export type { FeatureTests } from './feature-selection/feature-tests.ts';
export type { ImportanceGetter } from './feature-selection/importances.ts';
export { mutualInfoClassif, mutualInfoRegression } from './feature-selection/mutual-info.ts';
export type { MutualInfoOptions } from './feature-selection/mutual-info-scores.ts';
export { RFE, type RFEParams } from './feature-selection/rfe.ts';
export { RFECV, type RFECVParams, type RFECVResults } from './feature-selection/rfecv.ts';
export type { ScoreFunction } from './feature-selection/score-features.ts';
export { SelectFromModel, type SelectFromModelParams } from './feature-selection/select-from-model.ts';
export { SelectKBest, type SelectKBestParams } from './feature-selection/select-k-best.ts';
export { SelectPercentile, type SelectPercentileParams } from './feature-selection/select-percentile.ts';
export { VarianceThreshold, type VarianceThresholdParams } from './feature-selection/variance-threshold.ts';
export {
  HistGradientBoostingClassifier,
  type HistGradientBoostingClassifierParams,
} from './hist-gradient-boosting/hist-gradient-boosting-classifier.ts';
export {
  HistGradientBoostingRegressor,
  type HistGradientBoostingRegressorParams,
} from './hist-gradient-boosting/hist-gradient-boosting-regressor.ts';
export { KNNImputer, type KNNImputerParams } from './impute/knn-imputer.ts';
export { MissingIndicator, type MissingIndicatorParams } from './impute/missing-indicator.ts';
export { type Imputed, SimpleImputer, type SimpleImputerParams } from './impute/simple-imputer.ts';
export {
  type PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './inspection/permutation-importance.ts';
export { KernelRidge, type KernelRidgeParams } from './kernel-ridge/kernel-ridge.ts';
export { ElasticNet, type ElasticNetParams } from './linear/elastic-net.ts';
export { ElasticNetCV, type ElasticNetCVParams } from './linear/elastic-net-cv.ts';
export { Lasso, type LassoParams } from './linear/lasso.ts';
export { LassoCV, type LassoCVParams } from './linear/lasso-cv.ts';
export { LinearRegression, type LinearRegressionParams } from './linear/linear-regression.ts';
export { LogisticRegression, type LogisticRegressionParams } from './linear/logistic-regression.ts';
export { Perceptron, type PerceptronParams } from './linear/perceptron.ts';
export { Ridge, type RidgeParams } from './linear/ridge.ts';
export { RidgeClassifier, type RidgeClassifierParams } from './linear/ridge-classifier.ts';
export { RidgeCV, type RidgeCVParams } from './linear/ridge-cv.ts';
export { SGDClassifier, type SGDClassifierParams } from './linear/sgd-classifier.ts';
export { SGDRegressor, type SGDRegressorParams } from './linear/sgd-regressor.ts';
export type { TargetsLike } from './linear/targets.ts';
export { type AccuracyOptions, accuracyScore } from './metrics/accuracy-score.ts';
export { auc } from './metrics/auc.ts';
export { type AveragePrecisionOptions, averagePrecisionScore } from './metrics/average-precision-score.ts';
export { type BalancedAccuracyOptions, balancedAccuracyScore } from './metrics/balanced-accuracy-score.ts';
export { type BrierScoreOptions, brierScoreLoss } from './metrics/brier-score-loss.ts';
export { calinskiHarabaszScore } from './metrics/calinski-harabasz-score.ts';
export type { Scoring } from './metrics/check-scoring.ts';
export type { Average, Averaged, ClassScoreOptions } from './metrics/class-averages.ts';
export type { ClassScores, ScoredLabelsOptions } from './metrics/class-scores.ts';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassReport,
  classificationReport,
} from './metrics/classification-report.ts';
export { type CohenKappaOptions, cohenKappaScore } from './metrics/cohen-kappa-score.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './metrics/confusion-matrix.ts';
export { contingencyMatrix } from './metrics/contingency-matrix.ts';
export { d2AbsoluteErrorScore, d2PinballScore } from './metrics/d2-pinball-score.ts';
export { d2TweedieScore } from './metrics/d2-tweedie-score.ts';
export { daviesBouldinScore } from './metrics/davies-bouldin-score.ts';
export { type DcgOptions, dcgScore, type NdcgOptions, ndcgScore } from './metrics/dcg-score.ts';
export { type DetCurve, detCurve } from './metrics/det-curve.ts';
export type { ExplainedOptions } from './metrics/explained-scores.ts';
export { explainedVarianceScore } from './metrics/explained-variance-score.ts';
export { fowlkesMallowsScore } from './metrics/fowlkes-mallows-score.ts';
export { hammingLoss } from './metrics/hamming-loss.ts';
export { hingeLoss } from './metrics/hinge-loss.ts';
export {
  completenessScore,
  type HomogeneityCompletenessVMeasure,
  homogeneityCompletenessVMeasure,
  homogeneityScore,
  type VMeasureOptions,
  vMeasureScore,
} from './metrics/homogeneity-completeness-v-measure.ts';
export { jaccardScore } from './metrics/jaccard-score.ts';
export { type LogLossOptions, logLoss } from './metrics/log-loss.ts';
export { type Metric, makeScorer, type Scorer, type ScorerOptions, type ScorerRules } from './metrics/make-scorer.ts';
export { matthewsCorrcoef } from './metrics/matthews-corrcoef.ts';
export { maxError } from './metrics/max-error.ts';
export { meanAbsoluteError } from './metrics/mean-absolute-error.ts';
export { meanAbsolutePercentageError } from './metrics/mean-absolute-percentage-error.ts';
export { meanPinballLoss, type PinballOptions } from './metrics/mean-pinball-loss.ts';
export { meanSquaredError, type SquaredErrorOptions } from './metrics/mean-squared-error.ts';
export { meanSquaredLogError } from './metrics/mean-squared-log-error.ts';
export {
  meanGammaDeviance,
  meanPoissonDeviance,
  meanTweedieDeviance,
  type TweedieOptions,
} from './metrics/mean-tweedie-deviance.ts';
export { medianAbsoluteError } from './metrics/median-absolute-error.ts';
export type { WeightedOptions } from './metrics/metric-weights.ts';
export {
  adjustedMutualInfoScore,
  mutualInfoScore,
  type NormalizedInfoOptions,
  normalizedMutualInfoScore,
} from './metrics/mutual-info-score.ts';
export { pairConfusionMatrix } from './metrics/pair-confusion-matrix.ts';
export type { LabelledOptions } from './metrics/paired-labels.ts';
export { type PrecisionRecallCurve, precisionRecallCurve } from './metrics/precision-recall-curve.ts';
export {
  type FscoreOptions,
  f1Score,
  fbetaScore,
  type PrecisionRecallFscoreSupport,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
} from './metrics/precision-recall-fscore-support.ts';
export { r2Score } from './metrics/r2-score.ts';
export { adjustedRandScore, randScore } from './metrics/rand-score.ts';
export type { Combined, Multioutput, RegressionOptions, Targets } from './metrics/regression-targets.ts';
export { type RocAucOptions, type RocAverage, rocAucScore } from './metrics/roc-auc-score.ts';
export { type RocCurve, type RocCurveOptions, rocCurve } from './metrics/roc-curve.ts';
export { type ScorerName, scorers } from './metrics/scorers.ts';
export { type SilhouetteScoreOptions, silhouetteSamples, silhouetteScore } from './metrics/silhouette-score.ts';
export type { BinaryScoreOptions } from './metrics/threshold-counts.ts';
export { type TopKAccuracyOptions, topKAccuracyScore } from './metrics/top-k-accuracy-score.ts';
export { zeroOneLoss } from './metrics/zero-one-loss.ts';
export { type CovarianceType, GaussianMixture, type GaussianMixtureParams } from './mixture/gaussian-mixture.ts';
export { type CrossValidation, type CrossValidator, checkCv } from './model-selection/check-cv.ts';
export { type CrossValPredictOptions, crossValPredict } from './model-selection/cross-val-predict.ts';
export { crossValScore } from './model-selection/cross-val-score.ts';
export {
  type CrossValidated,
  type CrossValidateOptions,
  type CrossValidationOptions,
  type CrossValScoreOptions,
  crossValidate,
} from './model-selection/cross-validate.ts';
export { type Distribution, logUniform, randint, uniform } from './model-selection/distributions.ts';
export { GridSearchCV, type GridSearchCVParams } from './model-selection/grid-search-cv.ts';
export { GroupKFold, type GroupKFoldOptions } from './model-selection/group-k-fold.ts';
export { GroupShuffleSplit } from './model-selection/group-shuffle-split.ts';
export { KFold, type KFoldOptions } from './model-selection/k-fold.ts';
export { type LearningCurve, type LearningCurveOptions, learningCurve } from './model-selection/learning-curve.ts';
export { LeaveOneGroupOut } from './model-selection/leave-one-group-out.ts';
export { LeaveOneOut } from './model-selection/leave-one-out.ts';
export { type Candidate, ParameterGrid, type ParameterLists } from './model-selection/parameter-grid.ts';
export {
  type ParameterDistributions,
  ParameterSampler,
  type ParameterSamplerOptions,
} from './model-selection/parameter-sampler.ts';
export {
  type PermutationTest,
  type PermutationTestOptions,
  permutationTestScore,
} from './model-selection/permutation-test-score.ts';
export { PredefinedSplit, type PredefinedSplitOptions } from './model-selection/predefined-split.ts';
export { RandomizedSearchCV, type RandomizedSearchCVParams } from './model-selection/randomized-search-cv.ts';
export { RepeatedKFold, type RepeatedKFoldOptions } from './model-selection/repeated-k-fold.ts';
export { RepeatedStratifiedKFold } from './model-selection/repeated-stratified-k-fold.ts';
export type { Samples, Taken } from './model-selection/samples.ts';
export { SearchCV, type SearchFitOptions, type SearchParams } from './model-selection/search-cv.ts';
export type { CvResults } from './model-selection/search-results.ts';
export { ShuffleSplit, type ShuffleSplitOptions } from './model-selection/shuffle-split.ts';
export { type Split, Splitter, type SplitterJson } from './model-selection/splitter.ts';
export { StratifiedGroupKFold } from './model-selection/stratified-group-k-fold.ts';
export { StratifiedKFold } from './model-selection/stratified-k-fold.ts';
export { StratifiedShuffleSplit } from './model-selection/stratified-shuffle-split.ts';
export { TimeSeriesSplit, type TimeSeriesSplitOptions } from './model-selection/time-series-split.ts';
export { type TrainTest, type TrainTestSplitOptions, trainTestSplit } from './model-selection/train-test-split.ts';
export {
  type ValidationCurve,
  type ValidationCurveOptions,
  validationCurve,
} from './model-selection/validation-curve.ts';
export { KNeighborsClassifier, type KNeighborsClassifierParams } from './neighbors/k-neighbors-classifier.ts';
export { KNeighborsRegressor, type KNeighborsRegressorParams } from './neighbors/k-neighbors-regressor.ts';
export type { MetricName } from './neighbors/metric.ts';
export { NearestNeighbors, type NearestNeighborsParams } from './neighbors/nearest-neighbors.ts';
export type { GraphMode } from './neighbors/neighbor-graph.ts';
export type { NeighborAlgorithm, NeighborSearchParams } from './neighbors/neighbor-index.ts';
export type {
  KNeighbors,
  KNeighborsGraphOptions,
  KNeighborsOptions,
  RadiusNeighbors,
  RadiusNeighborsGraphOptions,
  RadiusNeighborsOptions,
} from './neighbors/neighbor-queries.ts';
export type { NeighborWeights } from './neighbors/neighbor-weights.ts';
export {
  RadiusNeighborsClassifier,
  type RadiusNeighborsClassifierParams,
} from './neighbors/radius-neighbors-classifier.ts';
export {
  RadiusNeighborsRegressor,
  type RadiusNeighborsRegressorParams,
} from './neighbors/radius-neighbors-regressor.ts';
export { cosineDistances } from './pairwise/cosine-distances.ts';
export { cosineSimilarity } from './pairwise/cosine-similarity.ts';
export { type EuclideanOptions, euclideanDistances } from './pairwise/euclidean-distances.ts';
export type { KernelFunction } from './pairwise/kernel-function.ts';
export { type LaplacianKernelOptions, laplacianKernel } from './pairwise/laplacian-kernel.ts';
export { linearKernel } from './pairwise/linear-kernel.ts';
export { manhattanDistances } from './pairwise/manhattan-distances.ts';
export { nanEuclideanDistances } from './pairwise/nan-euclidean-distances.ts';
export {
  type DistanceFunction,
  type DistanceName,
  type PairwiseDistancesOptions,
  pairwiseDistances,
} from './pairwise/pairwise-distances.ts';
export { type PolynomialKernelOptions, polynomialKernel } from './pairwise/polynomial-kernel.ts';
export { type RbfKernelOptions, rbfKernel } from './pairwise/rbf-kernel.ts';
export { type SigmoidKernelOptions, sigmoidKernel } from './pairwise/sigmoid-kernel.ts';
export { setParallelBackend } from './parallel/default-backend.ts';
export { inlineBackend } from './parallel/inline-backend.ts';
export type { MapOptions, ParallelBackend, Task } from './parallel/parallel-backend.ts';
export { type WorkerBackendOptions, WorkerTaskError, workerBackend } from './parallel/worker-backend.ts';
export type { EstimatorJson } from './persistence/encode.ts';
export { fromJSON } from './persistence/from-json.ts';
export { loadEstimator } from './persistence/load-estimator.ts';
export { PersistenceError } from './persistence/persistence-error.ts';
export { StateReader } from './persistence/state-reader.ts';
export { FeatureUnion, type FeatureUnionParams, makeUnion, type UnionStep } from './pipeline/feature-union.ts';
export {
  makePipeline,
  Pipeline,
  type PipelineFitOptions,
  type PipelineParams,
  type Step,
  type Steps,
} from './pipeline/pipeline.ts';
export { Binarizer, type BinarizerParams } from './preprocessing/binarizer.ts';
export type { CategoriesOption } from './preprocessing/categories.ts';
export {
  FunctionTransformer,
  type FunctionTransformerParams,
  type MatrixFunction,
} from './preprocessing/function-transformer.ts';
export { KBinsDiscretizer, type KBinsDiscretizerParams } from './preprocessing/k-bins-discretizer.ts';
export { LabelBinarizer, type LabelBinarizerParams } from './preprocessing/label-binarizer.ts';
export { LabelEncoder } from './preprocessing/label-encoder.ts';
export { MaxAbsScaler } from './preprocessing/max-abs-scaler.ts';
export { MinMaxScaler, type MinMaxScalerParams } from './preprocessing/min-max-scaler.ts';
export { Normalizer, type NormalizerParams } from './preprocessing/normalizer.ts';
export { OneHotEncoder, type OneHotEncoderParams } from './preprocessing/one-hot-encoder.ts';
export { OrdinalEncoder, type OrdinalEncoderParams } from './preprocessing/ordinal-encoder.ts';
export { OutlierCapper, type OutlierCapperParams } from './preprocessing/outlier-capper.ts';
export { PolynomialFeatures, type PolynomialFeaturesParams } from './preprocessing/polynomial-features.ts';
export type { PowerMethod } from './preprocessing/power-family.ts';
export { PowerTransformer, type PowerTransformerParams } from './preprocessing/power-transformer.ts';
export { QuantileTransformer, type QuantileTransformerParams } from './preprocessing/quantile-transformer.ts';
export { RobustScaler, type RobustScalerParams } from './preprocessing/robust-scaler.ts';
export { StandardScaler, type StandardScalerParams } from './preprocessing/standard-scaler.ts';
export { computeClassWeight } from './resampling/compute-class-weight.ts';
export { computeSampleWeight } from './resampling/compute-sample-weight.ts';
export { RandomOverSampler, type RandomOverSamplerParams } from './resampling/random-over-sampler.ts';
export { RandomUnderSampler, type RandomUnderSamplerParams } from './resampling/random-under-sampler.ts';
export { type Resampled, Sampler } from './resampling/sampler.ts';
export type { SamplingStrategy } from './resampling/sampling-strategy.ts';
export { SMOTE, type SMOTEParams } from './resampling/smote.ts';
export type { SvmKernel } from './svm/kernel-choice.ts';
export { LinearSVC, type LinearSVCParams } from './svm/linear-svc.ts';
export { LinearSVR, type LinearSVRParams } from './svm/linear-svr.ts';
export { NuSVC, type NuSVCParams } from './svm/nu-svc.ts';
export { NuSVR, type NuSVRParams } from './svm/nu-svr.ts';
export { OneClassSVM, type OneClassSVMParams } from './svm/one-class-svm.ts';
export { SVC, type SVCParams } from './svm/svc.ts';
export { SVR, type SVRParams } from './svm/svr.ts';
export type { ColumnType, ColumnValues } from './table/column.ts';
export type { Aggregate, GroupedTable } from './table/grouped-table.ts';
export type { JoinOptions } from './table/joined-rows.ts';
export type { Summary } from './table/summaries.ts';
export { type ColumnSource, type Row, Table } from './table/table.ts';
export { DecisionTreeClassifier, type DecisionTreeClassifierParams } from './tree/decision-tree-classifier.ts';
export { DecisionTreeRegressor, type DecisionTreeRegressorParams } from './tree/decision-tree-regressor.ts';
export { type ExportTextOptions, exportText } from './tree/export-text.ts';
export { ExtraTreeClassifier, type ExtraTreeClassifierParams } from './tree/extra-tree-classifier.ts';
export { ExtraTreeRegressor, type ExtraTreeRegressorParams } from './tree/extra-tree-regressor.ts';
export { plotTree } from './tree/plot-tree.ts';
export type { PruningPath } from './tree/prune-tree.ts';
export type { Tree } from './tree/tree.ts';
export type { PlotTreeOptions } from './tree/tree-boxes.ts';
export type { MaxFeatures } from './tree/tree-params.ts';
