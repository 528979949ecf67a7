// Random tensors. Every one takes a generator; without it the module's default, which manualSeed restarts.
import type { DType, FloatDType } from '../dtype.ts';
import { ArgumentError, describeValue } from '../errors.ts';
import { defaultRng } from '../rng/default-rng.ts';
import { Rng } from '../rng/rng.ts';
import type { Known, Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { checkNumbers } from './argument-checks.ts';
import { checkShape, chosenDType } from './creation-options.ts';

export interface RandomOptions {
  /** Where the bits come from; the default generator unless given. */
  readonly rng?: Rng | undefined;
}

export interface RandomFloatOptions extends RandomOptions {
  /** float32 unless given. NumPy's float32 and float64 streams differ. */
  readonly dtype?: FloatDType | undefined;
}

export interface RandomIntegerOptions extends RandomOptions {
  /** int32 unless given. */
  readonly dtype?: 'int32' | 'uint8' | FloatDType | undefined;
}

/** The integers each type holds without loss. */
const exactIntegers = {
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float32: [-(2 ** 24), 2 ** 24],
  float64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
} as const;

const floatDTypes: readonly DType[] = ['float32', 'float64'];
const integerDTypes = Object.keys(exactIntegers) as DType[];

/** The generator that `options` give, or the default one. */
export function chosenRng(op: string, { rng = defaultRng() }: RandomOptions): Rng {
  if (!(rng instanceof Rng))
    throw new ArgumentError(`${op}: rng is ${describeValue(rng)}; did you mean new Rng(seed)?`);
  return rng;
}

/**
 * Independent uniform numbers in [0, 1).
 *
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @reference agrees with numpy.random.default_rng(seed).random(shape, dtype) bit for bit
 * @example
 * rand([2], { rng: new Rng(42), dtype: 'float64' }).toArray() // => [0.7739560485559633, 0.4388784397520523]
 */
export function rand<const S extends Shape>(shape: readonly [...S], options?: RandomFloatOptions): Tensor<Known<S>>;
export function rand(shape: Shape, options: RandomFloatOptions = {}): Tensor {
  checkShape('rand', shape);
  const dtype = chosenDType<FloatDType>('rand', options, 'float32', floatDTypes);
  const rng = chosenRng('rand', options);
  const out = allocate([...shape], dtype);
  rng.fillRandom(heapView(out) as Float32Array | Float64Array);
  return out;
}

/**
 * Independent standard normal numbers, N(0, 1).
 *
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @reference agrees with numpy.random.default_rng(seed).standard_normal(shape, dtype) bit for bit
 * @example
 * randn([2], { rng: new Rng(42), dtype: 'float64' }).toArray() // => [0.30471707975443135, -1.0399841062404955]
 */
export function randn<const S extends Shape>(shape: readonly [...S], options?: RandomFloatOptions): Tensor<Known<S>>;
export function randn(shape: Shape, options: RandomFloatOptions = {}): Tensor {
  checkShape('randn', shape);
  const dtype = chosenDType<FloatDType>('randn', options, 'float32', floatDTypes);
  const rng = chosenRng('randn', options);
  const out = allocate([...shape], dtype);
  rng.fillNormal(heapView(out) as Float32Array | Float64Array);
  return out;
}

/**
 * Independent integers, uniform in low ≤ k < high.
 *
 * @throws {ShapeError} when a size is not a whole number ≥ 0
 * @throws {RangeError} when low ≥ high, or the type cannot hold them all
 * @reference agrees with numpy.random.default_rng(seed).integers(low, high, shape)
 * @example
 * randint(0, 10, [5], { rng: new Rng(42) }).toArray() // => [0, 7, 6, 4, 4]
 */
export function randint<const S extends Shape>(
  low: number,
  high: number,
  shape: readonly [...S],
  options?: RandomIntegerOptions,
): Tensor<Known<S>>;
export function randint(low: number, high: number, shape: Shape, options: RandomIntegerOptions = {}): Tensor {
  checkShape('randint', shape);
  checkNumbers('randint', { low, high });
  const dtype = chosenDType<keyof typeof exactIntegers>('randint', options, 'int32', integerDTypes);
  const rng = chosenRng('randint', options);
  const [least, most] = exactIntegers[dtype];
  if (low < least || high - 1 > most) throw new RangeError(`randint: ${low} … ${high - 1} does not fit ${dtype}`);
  const out = allocate([...shape], dtype);
  rng.fillIntegers(heapView(out), low, high);
  return out;
}

/**
 * The integers 0 … n − 1 in random order, int32.
 *
 * @shape → [n]
 * @throws {ShapeError} when n is not a whole number ≥ 0
 * @reference agrees with numpy.random.default_rng(seed).permutation(n)
 * @example
 * permutation(5, { rng: new Rng(42) }).toArray() // => [4, 2, 3, 1, 0]
 */
export function permutation<const N extends number>(n: N, options?: RandomOptions): Tensor<[N]>;
export function permutation(n: number, options: RandomOptions = {}): Tensor {
  checkShape('permutation', [n]);
  const rng = chosenRng('permutation', options);
  const out = allocate([n], 'int32');
  heapView(out).set(rng.permutation(n));
  return out;
}
