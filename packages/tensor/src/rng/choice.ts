import { boundedInteger } from './bounded-integer.ts';
import type { Pcg64 } from './pcg64.ts';
import { ascending, shuffleTail } from './shuffle.ts';

/** How `Rng.choice` draws. */
export interface ChoiceOptions {
  /** Whether an index may come up more than once; true unless given. */
  readonly replace?: boolean;
  /** Probability of each index [n], summing to 1; uniform unless given. */
  readonly p?: ArrayLike<number>;
  /** Whether a uniform draw without replacement comes in random order; true unless given. */
  readonly shuffle?: boolean;
}

/** From this population on, a sample that is not a small part of it is cheaper by shuffling than by hashing. */
const TAIL_SHUFFLE_POPULATION = 10000;
/** NumPy accepts probabilities whose sum is off by up to √ε. */
const SUM_TOLERANCE = /* @__PURE__ */ Math.sqrt(Number.EPSILON);

/**
 * `size` indices below n. Which algorithm runs is part of the stream, so the cases are NumPy's:
 * with replacement, bounded integers, or for given p the inverse of its running sum; without, Floyd's set or a tail
 * shuffle, or for given p repeated draws in which found indices have probability 0.
 */
export function chooseIndices(bits: Pcg64, n: number, size: number, options: ChoiceOptions): Int32Array {
  const { replace = true, p, shuffle = true } = options;
  checkSizes(n, size, replace);
  if (p !== undefined) {
    const weights = checkedProbabilities(p, n);
    return replace ? drawWeighted(bits, weights, size) : drawWeightedDistinct(bits, weights, size);
  }
  if (replace) return Int32Array.from({ length: size }, () => boundedInteger(bits, n - 1));
  if (n > TAIL_SHUFFLE_POPULATION && size > Math.floor(n / (shuffle ? 50 : 20))) {
    const population = ascending(n);
    shuffleTail(bits, population, Math.max(n - size, 1), boundedInteger);
    return population.slice(n - size);
  }
  const sample = floydSample(bits, n, size);
  if (shuffle) shuffleTail(bits, sample, 1, boundedInteger);
  return sample;
}

/**
 * Floyd's sample: for each j in n − size … n − 1 take a uniform t ≤ j, or j itself when t is already taken.
 * @complexity O(size) time and space, whatever n
 * @reference Bentley & Floyd, "Programming Pearls: A Sample of Brilliance", CACM 30 (1987)
 */
function floydSample(bits: Pcg64, n: number, size: number): Int32Array {
  const taken = new Set<number>();
  for (let j = n - size; j < n; j++) {
    const t = boundedInteger(bits, j);
    taken.add(taken.has(t) ? j : t);
  }
  return Int32Array.from(taken); // a Set iterates in the order of insertion
}

function drawWeighted(bits: Pcg64, weights: Float64Array, size: number): Int32Array {
  const cumulative = runningShare(weights);
  return Int32Array.from({ length: size }, () => upperBound(cumulative, bits.nextDouble()));
}

function drawWeightedDistinct(bits: Pcg64, weights: Float64Array, size: number): Int32Array {
  const available = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  if (available < size)
    throw new RangeError(`choice: ${size} distinct indices asked, but only ${available} have a probability above 0`);
  const remaining = Float64Array.from(weights);
  const found = new Set<number>();
  while (found.size < size) {
    const uniforms = Float64Array.from({ length: size - found.size }, () => bits.nextDouble());
    for (const index of found) remaining[index] = 0;
    const cumulative = runningShare(remaining);
    for (const u of uniforms) found.add(upperBound(cumulative, u));
  }
  return Int32Array.from(found);
}

/** c[i] = Σ_{k ≤ i} w[k], over the total. @shape [n] → [n] */
function runningShare(weights: Float64Array): Float64Array {
  const cumulative = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) cumulative[i] = sum += weights[i];
  return cumulative.map((value) => value / sum);
}

/** How many entries of the ascending list are ≤ value. */
function upperBound(ascendingValues: Float64Array, value: number): number {
  let from = 0;
  let to = ascendingValues.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (ascendingValues[middle] <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

function checkSizes(n: number, size: number, replace: boolean): void {
  if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff)
    throw new RangeError(`choice: n must be an integer in [0, 2^31), got ${n}`);
  if (!Number.isInteger(size) || size < 0) throw new RangeError(`choice: size must be an integer ≥ 0, got ${size}`);
  if (n === 0 && size > 0) throw new RangeError(`choice: cannot draw ${size} from an empty population`);
  if (!replace && size > n)
    throw new RangeError(`choice: ${size} distinct indices asked of ${n} (did you mean replace: true?)`);
}

function checkedProbabilities(p: ArrayLike<number>, n: number): Float64Array {
  if (p.length !== n) throw new RangeError(`choice: p has ${p.length} entries for ${n} indices`);
  const weights = Float64Array.from(p);
  let sum = 0;
  let lost = 0; // what rounding took from the sum (Kahan)
  for (let i = 0; i < n; i++) {
    if (!(weights[i] >= 0)) throw new RangeError(`choice: p[${i}] is ${weights[i]}, not a probability`);
    const term = weights[i] - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  if (n > 0 && !(Math.abs(sum - 1) <= SUM_TOLERANCE)) throw new RangeError(`choice: p sums to ${sum}, not 1`);
  return weights;
}
