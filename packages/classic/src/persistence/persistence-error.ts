/** Data that should describe an estimator does not, or cannot be written down. */
export class PersistenceError extends Error {
  override readonly name = 'PersistenceError';
}
