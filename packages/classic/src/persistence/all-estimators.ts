// Every estimator of the package, for whoever reads estimators without knowing which they are: `loadEstimator`, worker threads.
import type { EstimatorClass } from '../base/estimator.ts';
import { BernoulliNB } from '../bayes/bernoulli-nb.ts';
import { CategoricalNB } from '../bayes/categorical-nb.ts';
import { ComplementNB } from '../bayes/complement-nb.ts';
import { GaussianNB } from '../bayes/gaussian-nb.ts';
import { MultinomialNB } from '../bayes/multinomial-nb.ts';
import { AgglomerativeClustering } from '../cluster/agglomerative-clustering.ts';
import { DBSCAN } from '../cluster/dbscan.ts';
import { KMeans } from '../cluster/k-means.ts';
import { MiniBatchKMeans } from '../cluster/mini-batch-k-means.ts';
import { ColumnTransformer } from '../compose/column-transformer.ts';
import { TransformedTargetRegressor } from '../compose/transformed-target-regressor.ts';
import { IncrementalPCA } from '../decomposition/incremental-pca.ts';
import { KernelPCA } from '../decomposition/kernel-pca.ts';
import { NMF } from '../decomposition/nmf.ts';
import { PCA } from '../decomposition/pca.ts';
import { TruncatedSVD } from '../decomposition/truncated-svd.ts';
import { LinearDiscriminantAnalysis } from '../discriminant/linear-discriminant-analysis.ts';
import { QuadraticDiscriminantAnalysis } from '../discriminant/quadratic-discriminant-analysis.ts';
import { AdaBoostClassifier } from '../ensemble/ada-boost-classifier.ts';
import { AdaBoostRegressor } from '../ensemble/ada-boost-regressor.ts';
import { BaggingClassifier } from '../ensemble/bagging-classifier.ts';
import { BaggingRegressor } from '../ensemble/bagging-regressor.ts';
import { ExtraTreesClassifier } from '../ensemble/extra-trees-classifier.ts';
import { ExtraTreesRegressor } from '../ensemble/extra-trees-regressor.ts';
import { GradientBoostingClassifier } from '../ensemble/gradient-boosting-classifier.ts';
import { GradientBoostingRegressor } from '../ensemble/gradient-boosting-regressor.ts';
import { IsolationForest } from '../ensemble/isolation-forest.ts';
import { RandomForestClassifier } from '../ensemble/random-forest-classifier.ts';
import { RandomForestRegressor } from '../ensemble/random-forest-regressor.ts';
import { StackingClassifier } from '../ensemble/stacking-classifier.ts';
import { StackingRegressor } from '../ensemble/stacking-regressor.ts';
import { VotingClassifier } from '../ensemble/voting-classifier.ts';
import { VotingRegressor } from '../ensemble/voting-regressor.ts';
import { RFE } from '../feature-selection/rfe.ts';
import { RFECV } from '../feature-selection/rfecv.ts';
import { SelectFromModel } from '../feature-selection/select-from-model.ts';
import { SelectKBest } from '../feature-selection/select-k-best.ts';
import { SelectPercentile } from '../feature-selection/select-percentile.ts';
import { VarianceThreshold } from '../feature-selection/variance-threshold.ts';
import { HistGradientBoostingClassifier } from '../hist-gradient-boosting/hist-gradient-boosting-classifier.ts';
import { HistGradientBoostingRegressor } from '../hist-gradient-boosting/hist-gradient-boosting-regressor.ts';
import { KNNImputer } from '../impute/knn-imputer.ts';
import { MissingIndicator } from '../impute/missing-indicator.ts';
import { SimpleImputer } from '../impute/simple-imputer.ts';
import { KernelRidge } from '../kernel-ridge/kernel-ridge.ts';
import { ElasticNet } from '../linear/elastic-net.ts';
import { ElasticNetCV } from '../linear/elastic-net-cv.ts';
import { Lasso } from '../linear/lasso.ts';
import { LassoCV } from '../linear/lasso-cv.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { Perceptron } from '../linear/perceptron.ts';
import { Ridge } from '../linear/ridge.ts';
import { RidgeClassifier } from '../linear/ridge-classifier.ts';
import { RidgeCV } from '../linear/ridge-cv.ts';
import { SGDClassifier } from '../linear/sgd-classifier.ts';
import { SGDRegressor } from '../linear/sgd-regressor.ts';
import { GaussianMixture } from '../mixture/gaussian-mixture.ts';
import { GridSearchCV } from '../model-selection/grid-search-cv.ts';
import { RandomizedSearchCV } from '../model-selection/randomized-search-cv.ts';
import { KNeighborsClassifier } from '../neighbors/k-neighbors-classifier.ts';
import { KNeighborsRegressor } from '../neighbors/k-neighbors-regressor.ts';
import { NearestNeighbors } from '../neighbors/nearest-neighbors.ts';
import { RadiusNeighborsClassifier } from '../neighbors/radius-neighbors-classifier.ts';
import { RadiusNeighborsRegressor } from '../neighbors/radius-neighbors-regressor.ts';
import { FeatureUnion } from '../pipeline/feature-union.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import { Binarizer } from '../preprocessing/binarizer.ts';
import { FunctionTransformer } from '../preprocessing/function-transformer.ts';
import { KBinsDiscretizer } from '../preprocessing/k-bins-discretizer.ts';
import { LabelBinarizer } from '../preprocessing/label-binarizer.ts';
import { LabelEncoder } from '../preprocessing/label-encoder.ts';
import { MaxAbsScaler } from '../preprocessing/max-abs-scaler.ts';
import { MinMaxScaler } from '../preprocessing/min-max-scaler.ts';
import { Normalizer } from '../preprocessing/normalizer.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { OrdinalEncoder } from '../preprocessing/ordinal-encoder.ts';
import { OutlierCapper } from '../preprocessing/outlier-capper.ts';
import { PolynomialFeatures } from '../preprocessing/polynomial-features.ts';
import { PowerTransformer } from '../preprocessing/power-transformer.ts';
import { QuantileTransformer } from '../preprocessing/quantile-transformer.ts';
import { RobustScaler } from '../preprocessing/robust-scaler.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { RandomOverSampler } from '../resampling/random-over-sampler.ts';
import { RandomUnderSampler } from '../resampling/random-under-sampler.ts';
import { SMOTE } from '../resampling/smote.ts';
import { LinearSVC } from '../svm/linear-svc.ts';
import { LinearSVR } from '../svm/linear-svr.ts';
import { NuSVC } from '../svm/nu-svc.ts';
import { NuSVR } from '../svm/nu-svr.ts';
import { OneClassSVM } from '../svm/one-class-svm.ts';
import { SVC } from '../svm/svc.ts';
import { SVR } from '../svm/svr.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
import { ExtraTreeClassifier } from '../tree/extra-tree-classifier.ts';
import { ExtraTreeRegressor } from '../tree/extra-tree-regressor.ts';

/** In alphabetical order; a test compares it with index.ts. */
export const allEstimators: readonly EstimatorClass[] = [
  AdaBoostClassifier,
  AdaBoostRegressor,
  AgglomerativeClustering,
  BaggingClassifier,
  BaggingRegressor,
  BernoulliNB,
  Binarizer,
  CategoricalNB,
  ColumnTransformer,
  ComplementNB,
  DBSCAN,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ElasticNet,
  ElasticNetCV,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  FeatureUnion,
  FunctionTransformer,
  GaussianMixture,
  GaussianNB,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
  GridSearchCV,
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
  IncrementalPCA,
  IsolationForest,
  KBinsDiscretizer,
  KMeans,
  KNNImputer,
  KNeighborsClassifier,
  KNeighborsRegressor,
  KernelPCA,
  KernelRidge,
  LabelBinarizer,
  LabelEncoder,
  Lasso,
  LassoCV,
  LinearDiscriminantAnalysis,
  LinearRegression,
  LinearSVC,
  LinearSVR,
  LogisticRegression,
  MaxAbsScaler,
  MinMaxScaler,
  MiniBatchKMeans,
  MissingIndicator,
  MultinomialNB,
  NMF,
  NearestNeighbors,
  Normalizer,
  NuSVC,
  NuSVR,
  OneClassSVM,
  OneHotEncoder,
  OrdinalEncoder,
  OutlierCapper,
  PCA,
  Perceptron,
  Pipeline,
  PolynomialFeatures,
  PowerTransformer,
  QuadraticDiscriminantAnalysis,
  QuantileTransformer,
  RFE,
  RFECV,
  RadiusNeighborsClassifier,
  RadiusNeighborsRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
  RandomOverSampler,
  RandomUnderSampler,
  RandomizedSearchCV,
  Ridge,
  RidgeCV,
  RidgeClassifier,
  RobustScaler,
  SGDClassifier,
  SGDRegressor,
  SMOTE,
  SVC,
  SVR,
  SelectFromModel,
  SelectKBest,
  SelectPercentile,
  SimpleImputer,
  StackingClassifier,
  StackingRegressor,
  StandardScaler,
  TransformedTargetRegressor,
  TruncatedSVD,
  VarianceThreshold,
  VotingClassifier,
  VotingRegressor,
];
