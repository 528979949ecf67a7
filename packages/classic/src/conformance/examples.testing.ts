// Constructor arguments of estimators that cannot be made without, or that are to be small in the conformance suite.

/** Parameters by the name of the class. */
export const examples: Readonly<Record<string, () => Record<string, unknown>>> = {
  SGDClassifier: () => ({ loss: 'log_loss' }), // others have no probabilities
};
