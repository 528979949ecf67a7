import { boundedInteger, maskedInteger } from './bounded-integer.ts';
import { type ChoiceOptions, chooseIndices } from './choice.ts';
import { Pcg64 } from './pcg64.ts';
import { packState, type RngState, unpackState } from './rng-state.ts';
import { freshEntropy, type Seed, SeedSequence } from './seed-sequence.ts';
import { ascending, type MutableSequence, shuffleTail } from './shuffle.ts';
import { standardExponential, standardNormal, standardNormalFloat } from './ziggurat.ts';

/** A number array that can be filled; the element type of Float32Array selects NumPy's float32 streams. */
export type FloatArray = Float64Array | Float32Array;

/** Arrays `fillIntegers` writes to; values beyond the element type wrap as in any typed-array store. */
export type IntegerArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** How `Rng.integers` reads its upper end. */
export interface IntegersOptions {
  /** Whether `high` itself may be drawn; false unless given. */
  readonly endpoint?: boolean;
}

/**
 * Random numbers, bit for bit those of `numpy.random.default_rng(seed)`.
 *
 * PCG64 seeded through SeedSequence; doubles from 53 bits, integers by Lemire's method, normals by the ziggurat.
 * Filling an array draws exactly what as many single calls would draw; filling a Float32Array draws NumPy's
 * dtype=float32 streams, which are not the rounded doubles.
 *
 * @param seed integer ≥ 0 of any size, or a list of them; without one, 128 bits of the platform's entropy
 * @throws {RangeError} when a seed is negative, fractional or an unsafe number
 * @reference O'Neill, PCG (2014); agrees with numpy.random.Generator 1.24 and 2.4
 * @example
 * new Rng(42).random() // => 0.7739560485559633
 */
export class Rng {
  #seed: SeedSequence;
  readonly #bits: Pcg64;

  constructor(seed?: Seed | SeedSequence) {
    this.#seed = seed instanceof SeedSequence ? seed : new SeedSequence(seed ?? freshEntropy());
    this.#bits = new Pcg64(this.#seed.generateState(8));
  }

  /** A generator at a saved position; `spawn` continues where the saved one would have. */
  static fromState(state: RngState): Rng {
    const rng = new Rng(0);
    rng.setState(state);
    return rng;
  }

  /**
   * A double in [0, 1): k·2⁻⁵³ with k uniform in 0 … 2⁵³ − 1.
   * @example
   * new Rng(1).random() // => 0.5118216247002567
   */
  random(): number {
    return this.#bits.nextDouble();
  }

  /** Fills with uniforms in [0, 1): doubles as `random`, floats from 24 bits as numpy's random(dtype=float32). */
  fillRandom<A extends FloatArray>(out: A): A {
    const bits = this.#bits;
    if (out instanceof Float64Array) for (let i = 0; i < out.length; i++) out[i] = bits.nextDouble();
    else for (let i = 0; i < out.length; i++) out[i] = bits.nextFloat();
    return out;
  }

  /** low + (high − low)·u with u in [0, 1). @throws {RangeError} when high − low is not finite or is negative */
  uniform(low = 0, high = 1): number {
    return low + checkedSpan(low, high) * this.#bits.nextDouble();
  }

  /** Fills with low + (high − low)·u; floats are computed in float32. */
  fillUniform<A extends FloatArray>(out: A, low = 0, high = 1): A {
    const span = checkedSpan(low, high);
    this.fillRandom(out);
    if (out instanceof Float64Array) for (let i = 0; i < out.length; i++) out[i] = low + span * out[i];
    else scaleFloats(out, low, span);
    return out;
  }

  /**
   * An integer in [low, high), or in [0, low) when called with one number.
   *
   * @param low smallest value, or the end when `high` is left out
   * @param high end of the range, itself excluded unless `endpoint`
   * @throws {RangeError} when the range is empty or wider than 2⁵³ − 1, or an end is not a safe integer
   * @special a range of one value draws nothing from the stream
   * @reference Lemire (2019); agrees with numpy Generator.integers(dtype=int64)
   * @example
   * new Rng(42).integers(10) // => 0
   * new Rng(42).integers(1, 6, { endpoint: true }) // => 1
   */
  integers(low: number, high?: number, options: IntegersOptions = {}): number {
    const start = high === undefined ? 0 : low;
    const max = checkedRange(start, high ?? low, options.endpoint ?? false);
    return start + boundedInteger(this.#bits, max);
  }

  /** Fills with integers in [low, high), the ones that many calls of `integers(low, high)` would give. */
  fillIntegers<A extends IntegerArray>(out: A, low: number, high: number): A {
    const max = checkedRange(low, high, false);
    for (let i = 0; i < out.length; i++) out[i] = low + boundedInteger(this.#bits, max);
    return out;
  }

  /**
   * A normal draw, mean + std·z with p(z) = exp(−z²/2) / √(2π).
   *
   * @param std standard deviation ≥ 0; 0 gives the mean, and still draws
   * @throws {RangeError} when std is negative or NaN
   * @reference Marsaglia & Tsang (2000); agrees with numpy Generator.normal
   * @example
   * new Rng(42).normal() // => 0.30471707975443135
   */
  normal(mean = 0, std = 1): number {
    if (typeof mean !== 'number') throw new RangeError(`normal: mean must be a number, got ${mean}`);
    return mean + checkedScale('normal: std', std) * standardNormal(this.#bits);
  }

  /** Fills with normals; floats as numpy's standard_normal(dtype=float32), then scaled in float32. */
  fillNormal<A extends FloatArray>(out: A, mean = 0, std = 1): A {
    checkedScale('normal: std', std);
    const bits = this.#bits;
    if (out instanceof Float64Array) for (let i = 0; i < out.length; i++) out[i] = mean + std * standardNormal(bits);
    else {
      for (let i = 0; i < out.length; i++) out[i] = standardNormalFloat(bits);
      scaleFloats(out, mean, std);
    }
    return out;
  }

  /**
   * An exponential draw with the given mean, p(x) = exp(−x / scale) / scale.
   *
   * @throws {RangeError} when scale is negative or NaN
   * @reference agrees with numpy Generator.exponential
   * @example
   * new Rng(42).exponential() // => 2.4042086039659947
   */
  exponential(scale = 1): number {
    return checkedScale('exponential: scale', scale) * standardExponential(this.#bits);
  }

  /**
   * The integers 0 … n − 1 in random order.
   *
   * @throws {RangeError} when n is not an integer in [0, 2³¹)
   * @reference agrees with numpy Generator.permutation
   * @example
   * new Rng(42).permutation(5) // => Int32Array [4, 2, 3, 1, 0]
   */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff)
      throw new RangeError(`permutation: n must be an integer in [0, 2^31), got ${n}`);
    return this.shuffle(ascending(n));
  }

  /** Puts the items into random order, in place, and returns them. */
  shuffle<S extends MutableSequence>(items: S): S {
    shuffleTail(this.#bits, items, 1, maskedInteger);
    return items;
  }

  /**
   * `size` indices drawn from 0 … n − 1.
   *
   * @shape options.p [n] → [size]
   * @throws {RangeError} when p is not n probabilities with sum 1, or there are fewer indices than must be distinct
   * @complexity without replacement O(size) for small samples, O(n) for large ones; with p O(n + size·log n)
   * @reference Bentley & Floyd (1987); agrees with numpy Generator.choice
   * @example
   * new Rng(42).choice(10, 3, { replace: false }) // => Int32Array [9, 0, 6]
   */
  choice(n: number, size: number, options: ChoiceOptions = {}): Int32Array {
    return chooseIndices(this.#bits, n, size, options);
  }

  /** `count` generators with streams of their own, determined by this one's seed and how many it spawned before. */
  spawn(count: number): Rng[] {
    return this.#seed.spawn(count).map((seed) => new Rng(seed));
  }

  /** An independent generator at the same position. */
  clone(): Rng {
    return Rng.fromState(this.getState());
  }

  /** The position as JSON data: a generator given it back continues with the same bits. */
  getState(): RngState {
    return packState(this.#bits.getState(), this.#seed);
  }

  /** @throws {RangeError} when the data is not a PCG64 state; the generator is then unchanged */
  setState(saved: RngState): void {
    const { position, seed } = unpackState(saved);
    this.#seed = seed;
    this.#bits.setState(position);
  }
}

/** out ← offset + scale·out, each operation rounded to float32 as NumPy does for a float32 array and Python scalars. */
function scaleFloats(out: Float32Array, offset: number, scale: number): void {
  if (offset === 0 && scale === 1) return;
  const { fround } = Math;
  const offsetFloat = fround(offset);
  const scaleFloat = fround(scale);
  for (let i = 0; i < out.length; i++) out[i] = offsetFloat + fround(scaleFloat * out[i]);
}

function checkedSpan(low: number, high: number): number {
  const span = high - low;
  if (!Number.isFinite(span) || span < 0) throw new RangeError(`uniform: [${low}, ${high}) is not a finite range`);
  return span;
}

/** The largest offset from `low` that may be drawn. */
function checkedRange(low: number, high: number, endpoint: boolean): number {
  const max = endpoint ? high - low : high - low - 1;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || !(max < Number.MAX_SAFE_INTEGER))
    throw new RangeError(`integers: ends must be safe integers at most 2^53 - 1 apart, got ${low} and ${high}`);
  if (max < 0) throw new RangeError(`integers: the range from ${low} to ${high} is empty`);
  return max;
}

function checkedScale(name: string, scale: number): number {
  if (!(typeof scale === 'number' && scale >= 0)) throw new RangeError(`${name} must be ≥ 0, got ${scale}`);
  return scale;
}
