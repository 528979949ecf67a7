// Constructor arguments of estimators that cannot be made without, or that are to be small in the conformance suite.

/** Parameters by the name of the class. */
export const examples: Readonly<Record<string, () => Record<string, unknown>>> = {
  IncrementalPCA: () => ({ nComponents: 1 }), // with all axes the density of a constant feature is singular
  PCA: () => ({ nComponents: 0.5 }), // the same
  SGDClassifier: () => ({ loss: 'log_loss' }), // others have no probabilities
  TruncatedSVD: () => ({ nComponents: 1 }),
};
