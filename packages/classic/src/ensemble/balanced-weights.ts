/**
 * Weights that make the classes of a draw count the same: drawn / (classes in it · drawn of the class); 0 for a class that was not
 * drawn.
 */
export function balancedWeights(codes: Int32Array, classes: number, counts: Int32Array): Float64Array {
  const perClass = new Float64Array(classes);
  let drawn = 0;
  for (let i = 0; i < codes.length; i++) {
    perClass[codes[i]] += counts[i];
    drawn += counts[i];
  }
  const present = perClass.reduce((sum, count) => (count > 0 ? sum + 1 : sum), 0);
  return perClass.map((count) => (count > 0 ? drawn / (present * count) : 0));
}
