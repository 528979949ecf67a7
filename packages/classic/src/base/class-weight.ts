import type { Label } from './labels.ts';
import { ParameterError } from './parameter-error.ts';

/**
 * How much each class counts: the same (null), inversely to how often it occurs ('balanced'), or as listed, by the label as a
 * key, 1 for those not listed.
 */
export type ClassWeight = null | 'balanced' | Readonly<Record<string, number>>;

/**
 * Weights of classes; 'balanced' is N / (K · count of the class), counts of weighted samples as in scikit-learn unweighted.
 *
 * @throws {ParameterError} when a listed class is not among the labels, or a weight is negative
 */
export function classWeights(
  estimator: string,
  classWeight: ClassWeight,
  classes: readonly Label[],
  codes: Int32Array,
): Float64Array {
  if (classWeight === null) return new Float64Array(classes.length).fill(1);
  if (classWeight === 'balanced') {
    const counts = new Float64Array(classes.length);
    for (const code of codes) counts[code]++;
    return counts.map((count) => codes.length / (classes.length * count));
  }
  if (typeof classWeight !== 'object')
    throw new ParameterError(`${estimator}: classWeight must be null, 'balanced' or an object`);
  const known = new Set(classes.map(String));
  for (const [label, weight] of Object.entries(classWeight)) {
    if (!known.has(label)) throw new ParameterError(`${estimator}: classWeight names '${label}', which is no class`);
    if (!(weight >= 0)) throw new ParameterError(`${estimator}: classWeight of '${label}' must be ≥ 0, not ${weight}`);
  }
  return Float64Array.from(classes, (label) => classWeight[String(label)] ?? 1);
}

/** Weights of samples times those of their classes; null where both are 1 throughout. */
export function weightsWithClasses(
  estimator: string,
  sampleWeight: Float64Array | null,
  classWeight: ClassWeight,
  classes: readonly Label[],
  codes: Int32Array,
): Float64Array | null {
  if (classWeight === null) return sampleWeight;
  const perClass = classWeights(estimator, classWeight, classes, codes);
  return Float64Array.from(codes, (code, i) => perClass[code] * (sampleWeight?.[i] ?? 1));
}
