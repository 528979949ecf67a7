import { DataError } from '../base/data-error.ts';

/** Targets of the Poisson criterion. @throws {DataError} when one is negative, or all are 0 */
export function checkCounts(op: string, targets: Float64Array): void {
  const negative = targets.findIndex((target) => target < 0);
  if (negative >= 0)
    throw new DataError(`${op}: y has ${targets[negative]} at ${negative}, criterion 'poisson' needs y ≥ 0`);
  if (targets.every((target) => target === 0))
    throw new DataError(`${op}: all of y is 0, criterion 'poisson' needs a sum > 0`);
}
