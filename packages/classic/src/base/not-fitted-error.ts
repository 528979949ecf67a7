/** An estimator was asked for what only `fit` can tell it. */
export class NotFittedError extends Error {
  override readonly name = 'NotFittedError';

  constructor(readonly estimator: string) {
    super(`${estimator}: not fitted yet; call fit(X, …) first`);
  }
}
