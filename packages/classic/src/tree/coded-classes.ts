/** Samples by codes that stand for pairs of class and weight. */
export interface CodedClasses {
  /** Of each row. */
  readonly codes: Int32Array;
  readonly classOf: Int32Array;
  readonly weightOf: Float64Array;
}

/** With more distinct weights, samples are told apart by their rows. */
const mostWeights = 256;

/**
 * A number for each pair of class and weight that occurs; there are few where weights count repeats, however many samples there are.
 *
 * @param classes how many there are
 * @param rows those wanted, of weight > 0
 */
export function codedClasses(
  classOfRow: Int32Array,
  classes: number,
  weights: Float64Array | null,
  rows: Int32Array,
): CodedClasses {
  const codes = new Int32Array(rows.length);
  if (weights === null) {
    for (let i = 0; i < rows.length; i++) codes[i] = classOfRow[rows[i]];
    return { codes, classOf: ascending(classes), weightOf: new Float64Array(classes).fill(1) };
  }
  const known = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[rows[i]];
    let place = known.get(weight);
    if (place === undefined) {
      place = known.size;
      if (place === mostWeights) return { codes: rows.slice(), classOf: classOfRow, weightOf: weights };
      known.set(weight, place);
    }
    codes[i] = place * classes + classOfRow[rows[i]];
  }
  const pairs = known.size * classes;
  const distinct = [...known.keys()];
  return {
    codes,
    classOf: ascending(pairs).map((code) => code % classes),
    weightOf: Float64Array.from({ length: pairs }, (_, code) => distinct[Math.floor(code / classes)]),
  };
}

function ascending(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
