/** A gradient cannot be computed: the message says which operation is concerned and what to do instead. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
}
