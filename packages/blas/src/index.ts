// The table of contents of @ml/blas.
export { BlasError } from './blas-error.ts';
export { type BlasOptions, type BlasUse, stopUsingBlas, useBlas } from './use-blas.ts';
