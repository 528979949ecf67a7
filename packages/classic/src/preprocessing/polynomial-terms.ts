/**
 * Products of features by degree, and within a degree by features ascending. Number 0 is the empty product, 1; every other is an
 * earlier one (`parent`) times a feature, so that each costs one multiplication.
 */
export interface PolynomialTerms {
  readonly parent: Int32Array;
  readonly feature: Int32Array;
  readonly degree: Int32Array;
}

/** All products of up to `highest` features; with `interactionOnly` none has a feature twice. */
export function polynomialTerms(features: number, highest: number, interactionOnly: boolean): PolynomialTerms {
  const parent = [0];
  const feature = [interactionOnly ? -1 : 0];
  const degree = [0];
  for (let current = 1, start = 0; current <= highest; current++) {
    const end = parent.length;
    for (let p = start; p < end; p++) {
      for (let j = feature[p] + (interactionOnly ? 1 : 0); j < features; j++) {
        parent.push(p);
        feature.push(j);
        degree.push(current);
      }
    }
    start = end;
  }
  return { parent: Int32Array.from(parent), feature: Int32Array.from(feature), degree: Int32Array.from(degree) };
}
