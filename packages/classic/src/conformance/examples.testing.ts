// Constructor arguments of estimators that cannot be made without, or that are to be small in the conformance suite.
import { Ridge } from '../linear/ridge.ts';

/** Parameters by the name of the class. */
export const examples: Readonly<Record<string, () => Record<string, unknown>>> = {
  IncrementalPCA: () => ({ nComponents: 1 }), // with all axes the density of a constant feature is singular
  NMF: () => ({ nComponents: 1, tol: 1e-12, maxIter: 10_000 }), // W of fit and of transform meet at the end
  PCA: () => ({ nComponents: 0.5 }), // the same
  QuadraticDiscriminantAnalysis: () => ({ regParam: 0.1 }), // the same
  RFE: () => ({ estimator: new Ridge() }),
  RFECV: () => ({ estimator: new Ridge(), cv: 3 }),
  SGDClassifier: () => ({ loss: 'log_loss' }), // others have no probabilities
  SelectFromModel: () => ({ estimator: new Ridge() }),
  TruncatedSVD: () => ({ nComponents: 1 }),
};
