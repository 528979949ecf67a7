// What parameters say about single features, checked against the features there are.
import { DataError } from '../base/data-error.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import type { HistBoostingParams } from './params.ts';

/** A mask of the features that hold categories; null where there are none. @throws {ParameterError} */
export function categoricalMask(
  estimator: string,
  given: HistBoostingParams['categoricalFeatures'],
  { count, names }: { readonly count: number; readonly names: readonly string[] | null },
): Uint8Array | null {
  if (given === null || given.length === 0) return null;
  const refuse = (value: unknown, rule: string) =>
    requireParameter(estimator, 'categoricalFeatures', value, false, rule);
  const mask = new Uint8Array(count);
  if (typeof given[0] === 'boolean') {
    if (given.length !== count) refuse(given, `a mask of ${count} features`);
    given.forEach((is, j) => {
      if (typeof is !== 'boolean') refuse(is, 'booleans only, where it is a mask');
      mask[j] = is ? 1 : 0;
    });
  } else {
    for (const feature of given) {
      const j = typeof feature === 'string' ? (names?.indexOf(feature) ?? -1) : Number(feature);
      if (!(Number.isSafeInteger(j) && j >= 0 && j < count))
        refuse(feature, names === null ? `a list of integers < ${count}` : `a list of ${names.join(', ')}`);
      mask[j] = 1;
    }
  }
  return mask.includes(1) ? mask : null;
}

/**
 * The categories of a feature in ascending order, missing ones left out.
 *
 * @throws {DataError} when one is no integer from 0 to maxBins − 1
 */
export function categoriesOf(op: string, column: Float64Array, feature: number, maxBins: number): Float64Array {
  const seen = new Uint8Array(maxBins);
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    if (!(Number.isInteger(value) && value >= 0 && value < maxBins))
      throw new DataError(
        `${op}: categorical feature ${feature} has ${value}; categories are integers from 0 to ${maxBins - 1} (OrdinalEncoder makes them)`,
      );
    seen[value] = 1;
  }
  return Float64Array.from([...seen.keys()].filter((value) => seen[value] === 1));
}

/** −1, 0 or 1 for each feature. @throws {ParameterError} */
export function monotonicSigns(
  estimator: string,
  given: readonly number[] | null,
  count: number,
  isCategorical: Uint8Array | null,
): Int8Array {
  if (given === null) return new Int8Array(count);
  const fits =
    Array.isArray(given) && given.length === count && given.every((sign) => sign === 0 || sign === 1 || sign === -1);
  requireParameter(estimator, 'monotonicCst', given, fits, `null or ${count} numbers of −1, 0, 1`);
  const odd = given.findIndex((sign, j) => sign !== 0 && isCategorical?.[j] === 1);
  if (odd >= 0) throw new ParameterError(`${estimator}: monotonicCst has ${given[odd]} for categorical feature ${odd}`);
  return Int8Array.from(given);
}

/** Sets of features that may occur together, every feature in at least one; null where all may. @throws {ParameterError} */
export function interactionSets(
  estimator: string,
  given: HistBoostingParams['interactionCst'],
  count: number,
): readonly (readonly number[])[] | null {
  if (given === null) return null;
  const all = Array.from({ length: count }, (_, j) => j);
  if (given === 'no_interactions') return all.map((j) => [j]);
  if (given === 'pairwise') return count < 2 ? [all] : all.flatMap((i) => all.slice(i + 1).map((j) => [i, j]));
  const isFeature = (j: unknown) => Number.isSafeInteger(j) && Number(j) >= 0 && Number(j) < count;
  const fits = Array.isArray(given) && given.every((set) => Array.isArray(set) && set.every(isFeature));
  const rule = `null, 'pairwise', 'no_interactions' or lists of features < ${count}`;
  requireParameter(estimator, 'interactionCst', given, fits, rule);
  const rest = all.filter((j) => !given.some((set) => set.includes(j)));
  return rest.length === 0 ? given : [...given, rest];
}
