// Constructor arguments of estimators that cannot be made without, or that are to be small in the conformance suite.
import { GaussianNB } from '../bayes/gaussian-nb.ts';
import { PCA } from '../decomposition/pca.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { Ridge } from '../linear/ridge.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';

const someClassifiers = () => [
  ['bayes', new GaussianNB()],
  ['logistic', new LogisticRegression()],
];
const someRegressors = () => [
  ['line', new LinearRegression()],
  ['ridge', new Ridge()],
];

/** Parameters by the name of the class. */
export const examples: Readonly<Record<string, () => Record<string, unknown>>> = {
  ColumnTransformer: () => ({ transformers: [['z', new StandardScaler(), [0]]], remainder: 'passthrough' }),
  FeatureUnion: () => ({
    transformerList: [
      ['z', new StandardScaler()],
      ['same', 'passthrough'],
    ],
  }),
  GridSearchCV: () => ({ estimator: new LogisticRegression(), paramGrid: { C: [1, 0.1] }, cv: 3 }),
  IncrementalPCA: () => ({ nComponents: 1 }), // with all axes the density of a constant feature is singular
  NMF: () => ({ nComponents: 1, tol: 1e-12, maxIter: 10_000 }), // W of fit and of transform meet at the end
  PCA: () => ({ nComponents: 0.5 }), // the same
  Pipeline: () => ({
    steps: [
      ['pca', new PCA()],
      ['logistic', new LogisticRegression()],
    ],
  }),
  QuadraticDiscriminantAnalysis: () => ({ regParam: 0.1 }), // the same
  RFE: () => ({ estimator: new Ridge() }),
  RFECV: () => ({ estimator: new Ridge(), cv: 3 }),
  RandomizedSearchCV: () => ({ estimator: new LogisticRegression(), paramDistributions: { C: [1, 0.1] }, cv: 3 }),
  SGDClassifier: () => ({ loss: 'log_loss' }), // others have no probabilities
  SelectFromModel: () => ({ estimator: new Ridge() }),
  StackingClassifier: () => ({ estimators: someClassifiers(), cv: 3 }),
  StackingRegressor: () => ({ estimators: someRegressors(), cv: 3 }),
  TruncatedSVD: () => ({ nComponents: 1 }),
  VotingClassifier: () => ({ estimators: someClassifiers(), voting: 'soft' }), // hard votes have no probabilities
  VotingRegressor: () => ({ estimators: someRegressors() }),
};
