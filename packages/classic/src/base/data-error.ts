/** Samples, targets or weights that an estimator cannot work with; the message says where and what. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
