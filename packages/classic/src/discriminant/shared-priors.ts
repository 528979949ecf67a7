import { ParameterError } from '../base/parameter-error.ts';
import { checkPriors } from '../bayes/check-priors.ts';

/** Probabilities of classes: those given, made to sum to 1, or their shares of the samples. */
export function sharedPriors(op: string, priors: ArrayLike<number> | null, count: Float64Array): Float64Array {
  const parts = priors === null ? count : checkPriors(op, 'priors', priors, count.length);
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) throw new ParameterError(`${op}: all priors are 0`);
  return Math.abs(total - 1) <= 1e-5 ? parts : parts.map((part) => part / total);
}
