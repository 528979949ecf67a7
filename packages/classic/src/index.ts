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
export { ExtraTreesClassifier, type ExtraTreesClassifierParams } from './ensemble/extra-trees-classifier.ts';
export { ExtraTreesRegressor, type ExtraTreesRegressorParams } from './ensemble/extra-trees-regressor.ts';
export { RandomForestClassifier, type RandomForestClassifierParams } from './ensemble/random-forest-classifier.ts';
export { RandomForestRegressor, type RandomForestRegressorParams } from './ensemble/random-forest-regressor.ts';
export {
  HistGradientBoostingClassifier,
  type HistGradientBoostingClassifierParams,
} from './hist-gradient-boosting/hist-gradient-boosting-classifier.ts';
export {
  HistGradientBoostingRegressor,
  type HistGradientBoostingRegressorParams,
} from './hist-gradient-boosting/hist-gradient-boosting-regressor.ts';
export { type CrossValidation, type CrossValidator, checkCv } from './model-selection/check-cv.ts';
export { GroupKFold, type GroupKFoldOptions } from './model-selection/group-k-fold.ts';
export { GroupShuffleSplit } from './model-selection/group-shuffle-split.ts';
export { KFold, type KFoldOptions } from './model-selection/k-fold.ts';
export { LeaveOneGroupOut } from './model-selection/leave-one-group-out.ts';
export { LeaveOneOut } from './model-selection/leave-one-out.ts';
export { PredefinedSplit, type PredefinedSplitOptions } from './model-selection/predefined-split.ts';
export { RepeatedKFold, type RepeatedKFoldOptions } from './model-selection/repeated-k-fold.ts';
export { RepeatedStratifiedKFold } from './model-selection/repeated-stratified-k-fold.ts';
export type { Samples, Taken } from './model-selection/samples.ts';
export { ShuffleSplit, type ShuffleSplitOptions } from './model-selection/shuffle-split.ts';
export { type Split, Splitter, type SplitterJson } from './model-selection/splitter.ts';
export { StratifiedGroupKFold } from './model-selection/stratified-group-k-fold.ts';
export { StratifiedKFold } from './model-selection/stratified-k-fold.ts';
export { StratifiedShuffleSplit } from './model-selection/stratified-shuffle-split.ts';
export { TimeSeriesSplit, type TimeSeriesSplitOptions } from './model-selection/time-series-split.ts';
export { type TrainTest, type TrainTestSplitOptions, trainTestSplit } from './model-selection/train-test-split.ts';
export { cosineDistances } from './pairwise/cosine-distances.ts';
export { cosineSimilarity } from './pairwise/cosine-similarity.ts';
export { type EuclideanOptions, euclideanDistances } from './pairwise/euclidean-distances.ts';
export { manhattanDistances } from './pairwise/manhattan-distances.ts';
export { nanEuclideanDistances } from './pairwise/nan-euclidean-distances.ts';
export {
  type DistanceFunction,
  type DistanceName,
  type PairwiseDistancesOptions,
  pairwiseDistances,
} from './pairwise/pairwise-distances.ts';
export { setParallelBackend } from './parallel/default-backend.ts';
export { inlineBackend } from './parallel/inline-backend.ts';
export type { MapOptions, ParallelBackend, Task } from './parallel/parallel-backend.ts';
export { type WorkerBackendOptions, WorkerTaskError, workerBackend } from './parallel/worker-backend.ts';
export type { EstimatorJson } from './persistence/encode.ts';
export { fromJSON } from './persistence/from-json.ts';
export { PersistenceError } from './persistence/persistence-error.ts';
export { StateReader } from './persistence/state-reader.ts';
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
export { DecisionTreeClassifier, type DecisionTreeClassifierParams } from './tree/decision-tree-classifier.ts';
export { DecisionTreeRegressor, type DecisionTreeRegressorParams } from './tree/decision-tree-regressor.ts';
export { ExtraTreeClassifier, type ExtraTreeClassifierParams } from './tree/extra-tree-classifier.ts';
export { ExtraTreeRegressor, type ExtraTreeRegressorParams } from './tree/extra-tree-regressor.ts';
export type { PruningPath } from './tree/prune-tree.ts';
export type { Tree } from './tree/tree.ts';
export type { MaxFeatures } from './tree/tree-params.ts';
