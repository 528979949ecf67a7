/** No BLAS could be put to use: none found, not loadable, or it multiplies wrongly. Matrix products go on as before. */
export class BlasError extends Error {
  override readonly name = 'BlasError';
}
