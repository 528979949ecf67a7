import { describeParameter } from '../base/describe-parameter.ts';
import { ParameterError } from '../base/parameter-error.ts';

/** Probabilities of classes as a user gave them. @throws {ParameterError} when there is not one ≥ 0 per class */
export function checkPriors(op: string, name: string, priors: ArrayLike<number>, classes: number): Float64Array {
  const list = Float64Array.from(priors);
  if (list.length !== classes)
    throw new ParameterError(`${op}: ${name} has ${list.length} numbers for ${classes} classes`);
  const odd = list.find((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (odd !== undefined) throw new ParameterError(`${op}: ${name} has ${describeParameter(odd)}, not a number ≥ 0`);
  return list;
}

/** Priors that must sum to 1. @throws {ParameterError} when they do not */
export function checkProbabilities(op: string, name: string, priors: ArrayLike<number>, classes: number): Float64Array {
  const list = checkPriors(op, name, priors, classes);
  const sum = list.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) > 1e-5) throw new ParameterError(`${op}: ${name} must sum to 1, not to ${sum}`);
  return list;
}
