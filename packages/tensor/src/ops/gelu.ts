import { floatType } from '../dtype.ts';
import { elementwise, forRanges } from '../engine/threads/parallel.ts';
import { ArgumentError, describeValue } from '../errors.ts';
import { naiveMap, naiveZip } from '../naive/elementwise.ts';
import { erf } from '../naive/erf.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireLike, requireOptions, requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { disposeCopies } from './rows.ts';

export interface GeluOptions {
  /** 'none' (default) is x·Φ(x); 'tanh' is the approximation GPT-2 was trained with. */
  readonly approximate?: 'none' | 'tanh';
}

export interface GeluParams {
  readonly approximate: 'none' | 'tanh';
}

const variants = {
  none: {
    kernel: 'geluErf_f32',
    value: (x: number) => x * normalCdf(x),
    slope: exactSlope,
  },
  tanh: {
    kernel: 'geluTanh_f32',
    value: (x: number) => x * gate(x),
    slope: tanhSlope,
  },
} as const;

/** Φ(x), the distribution function of the standard normal. */
function normalCdf(x: number): number {
  return 0.5 * (1 + erf(x / Math.SQRT2));
}

/** d/dx x·Φ(x) = Φ(x) + x·φ(x). */
function exactSlope(x: number): number {
  return normalCdf(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

const rootTwoOverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** ½(1 + tanh(√(2/π)(x + 0.044715x³))), the approximation of Φ. */
function gate(x: number): number {
  return 0.5 * (1 + Math.tanh(rootTwoOverPi * (x + cubic * x ** 3)));
}

/** d/dx x·gate(x), with t = tanh(u): ½(1 + t) + ½x(1 − t²)u′. */
function tanhSlope(x: number): number {
  const t = Math.tanh(rootTwoOverPi * (x + cubic * x ** 3));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * rootTwoOverPi * (1 + 3 * cubic * x * x);
}

export const geluPrimitive = definePrimitive('gelu', ([x]: [Tensor], { approximate }: GeluParams): [Tensor] => {
  const { kernel, value } = variants[approximate];
  const out = allocate(x.shape, x.dtype);
  if (x.dtype === 'float32') {
    const source = rowMajor(x);
    const [to, from] = [out.address, source.address];
    forRanges(kernel, x.size, elementwise, (i, count) => [to + 4 * i, 0, 0, from + 4 * i, count]);
    disposeCopies([source], [x]);
  } else naiveMap(value, out, x);
  return [out];
});

export const geluBackwardPrimitive = definePrimitive(
  'geluBackward',
  ([dY, x]: [Tensor, Tensor], { approximate }: GeluParams): [Tensor] => {
    const { kernel, slope } = variants[approximate];
    const out = allocate(x.shape, x.dtype);
    if (x.dtype === 'float32') {
      const [cotangent, source] = [rowMajor(dY), rowMajor(x)];
      const [to, dFrom, from] = [out.address, cotangent.address, source.address];
      forRanges(kernel, x.size, elementwise, (i, count) => [0, to + 4 * i, dFrom + 4 * i, from + 4 * i, count]);
      disposeCopies([cotangent, source], [dY, x]);
    } else naiveZip((d, value) => d * slope(value), out, dY, dY.strides, x, x.strides);
    return [out];
  },
);

/** Overwrites x, row-major, by gelu(x), and returns gelu′(x): both in one pass. */
export function geluInPlace(x: Tensor, approximate: GeluParams['approximate']): Tensor {
  const { kernel, value, slope } = variants[approximate];
  const slopes = allocate(x.shape, x.dtype);
  if (x.dtype === 'float32') {
    const [y, dy] = [x.address, slopes.address];
    forRanges(kernel, x.size, elementwise, (i, count) => [y + 4 * i, dy + 4 * i, 0, y + 4 * i, count]);
  } else {
    naiveMap(slope, slopes, x);
    naiveMap(value, x, x);
  }
  return slopes;
}

/** @throws {ArgumentError} when the options name no form of GELU */
export function geluForm(op: string, options: GeluOptions): GeluParams {
  requireOptions(op, options, "{ approximate: 'tanh' }");
  const { approximate = 'none' } = options;
  if (!Object.hasOwn(variants, approximate))
    throw new ArgumentError(`${op}: approximate is ${describeValue(approximate)}, expected 'none' or 'tanh'`);
  return { approximate };
}

/**
 * Gaussian error linear unit x·Φ(x), Φ the distribution function of the standard normal.
 *
 * With `approximate: 'tanh'`: ½x(1 + tanh(√(2/π)(x + 0.044715x³))).
 *
 * @shape x [...] → [...]
 * @reference Hendrycks & Gimpel, Gaussian Error Linear Units, arXiv:1606.08415; agrees with torch.nn.functional.gelu
 * @example
 * gelu(tensor([0, Infinity])).toArray() // => [0, Infinity]
 */
export function gelu<S extends Shape>(x: Tensor<S>, options: GeluOptions = {}): Tensor<S> {
  requireTensor('gelu', x);
  const form = geluForm('gelu', options);
  return apply(geluPrimitive, [cast(x as Tensor, floatType(x.dtype))], form)[0] as Tensor<S>;
}

/**
 * Gradient of `gelu` at x: dx = dy · gelu′(x).
 *
 * @shape dY [...], x [...] → [...]
 */
export function geluBackward(dY: Tensor, x: Tensor, approximate: 'none' | 'tanh'): Tensor {
  requireLike('geluBackward', [dY, x], [x.shape, x.shape]);
  return apply(geluBackwardPrimitive, [dY, x], { approximate })[0];
}
