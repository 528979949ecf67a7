/** What TensorBoard draws a distribution from: counts of values up to each limit, and their moments. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** Upper edges of the buckets, ascending. */
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

/** Edges that grow by a tenth from 1e-12, as TensorFlow's: zero and both signs have buckets of their own. */
const edges = ((): Float64Array => {
  const positive: number[] = [];
  for (let edge = 1e-12; edge < 1e20; edge *= 1.1) positive.push(edge);
  return Float64Array.from([...positive.map((edge) => -edge).reverse(), 0, ...positive, Number.MAX_VALUE]);
})();

/**
 * The histogram of values, without the buckets that tell nothing.
 *
 * @throws {RangeError} when there are no values, or one is not finite
 */
export function histogram(values: ArrayLike<number>): Histogram {
  if (values.length === 0) throw new RangeError('histogram: there are no values');
  const counts = new Float64Array(edges.length);
  let [min, max, sum, sumSquares] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) throw new RangeError(`histogram: value ${i} is ${value}`);
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumSquares += value * value;
    counts[bucketOf(value)]++;
  }
  // An empty bucket is left out unless it tells where a filled one begins.
  const kept = Array.from(edges.keys()).filter((i) => counts[i] > 0 || counts[i + 1] > 0);
  return {
    min,
    max,
    count: values.length,
    sum,
    sumSquares,
    limits: kept.map((i) => edges[i]),
    counts: kept.map((i) => counts[i]),
  };
}

/** The first edge that is greater than the value. */
function bucketOf(value: number): number {
  let [low, high] = [0, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
