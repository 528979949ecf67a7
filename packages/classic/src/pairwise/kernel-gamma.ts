import { requireNonNegative } from '../base/parameter-error.ts';

/** γ of a kernel function; null is 1 / F. @throws {ParameterError} when it is negative or no number */
export function kernelGamma(op: string, gamma: number | null, features: number): number {
  if (gamma === null) return 1 / features;
  requireNonNegative(op, 'gamma', gamma);
  return gamma;
}
