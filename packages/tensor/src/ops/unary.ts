// Functions of one array, element by element. Each public function says its formula; its primitive stands in unary-primitives.ts.
import { type DType, floatType } from '../dtype.ts';
import { apply, type Primitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';
import {
  absPrimitive,
  acosPrimitive,
  asinPrimitive,
  atanPrimitive,
  coshPrimitive,
  cosPrimitive,
  erfPrimitive,
  expm1Primitive,
  expPrimitive,
  log1pPrimitive,
  log2Primitive,
  log10Primitive,
  logPrimitive,
  negPrimitive,
  reciprocalPrimitive,
  reluPrimitive,
  rsqrtPrimitive,
  sigmoidPrimitive,
  siluPrimitive,
  sinhPrimitive,
  sinPrimitive,
  softplusPrimitive,
  sqrtPrimitive,
  squarePrimitive,
  tanhPrimitive,
  tanPrimitive,
} from './unary-primitives.ts';

function unary(
  primitive: Primitive<string, [Tensor], null, [Tensor]>,
  x: Tensor,
  computeIn: (dtype: DType) => DType,
): Tensor {
  requireTensor(primitive.name, x);
  return apply(primitive, [cast(x, computeIn(x.dtype))], null)[0];
}

/** Operations with integer results keep integers; bools count as int32. */
function integersKept(dtype: DType): DType {
  return dtype === 'bool' ? 'int32' : dtype;
}

/**
 * Elementwise −x.
 *
 * @shape x [...] → [...]
 * @example
 * neg(tensor([1, -2])).toArray() // => [-1, 2]
 */
export function neg<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(negPrimitive, x, integersKept) as Tensor<S>;
}

/**
 * Elementwise |x|.
 *
 * @shape x [...] → [...]
 * @example
 * abs(tensor([-1.5, 2])).toArray() // => [1.5, 2]
 */
export function abs<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(absPrimitive, x, integersKept) as Tensor<S>;
}

/**
 * Elementwise x².
 *
 * @shape x [...] → [...]
 * @example
 * square(tensor([-3, 2])).toArray() // => [9, 4]
 */
export function square<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(squarePrimitive, x, integersKept) as Tensor<S>;
}

/**
 * Elementwise max(x, 0); the gradient at 0 is 0.
 *
 * @shape x [...] → [...]
 * @special NaN propagates
 * @example
 * relu(tensor([-1, 2])).toArray() // => [0, 2]
 */
export function relu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(reluPrimitive, x, integersKept) as Tensor<S>;
}

/**
 * Elementwise eˣ.
 *
 * @shape x [...] → [...]
 * @special overflow → Inf
 * @example
 * exp(tensor([0, 1])).toArray() // => [1, 2.7182817459106445]
 */
export function exp<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(expPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise eˣ − 1, exact near 0.
 *
 * @shape x [...] → [...]
 * @example
 * expm1(tensor([0])).toArray() // => [0]
 */
export function expm1<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(expm1Primitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise natural logarithm.
 *
 * @shape x [...] → [...]
 * @special 0 → −Inf; negative → NaN
 * @example
 * log(tensor([1])).toArray() // => [0]
 */
export function log<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(logPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise ln(1 + x), exact near 0.
 *
 * @shape x [...] → [...]
 * @special −1 → −Inf; below → NaN
 * @example
 * log1p(tensor([0])).toArray() // => [0]
 */
export function log1p<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(log1pPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise base-2 logarithm.
 *
 * @shape x [...] → [...]
 * @special 0 → −Inf; negative → NaN
 * @example
 * log2(tensor([1, 8])).toArray() // => [0, 3]
 */
export function log2<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(log2Primitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise base-10 logarithm.
 *
 * @shape x [...] → [...]
 * @special 0 → −Inf; negative → NaN
 * @example
 * log10(tensor([1, 1000])).toArray() // => [0, 3]
 */
export function log10<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(log10Primitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise square root.
 *
 * @shape x [...] → [...]
 * @special negative → NaN
 * @example
 * sqrt(tensor([4, 9])).toArray() // => [2, 3]
 */
export function sqrt<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(sqrtPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise 1/√x.
 *
 * @shape x [...] → [...]
 * @special 0 → Inf; negative → NaN
 * @example
 * rsqrt(tensor([4])).toArray() // => [0.5]
 */
export function rsqrt<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(rsqrtPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise 1/x.
 *
 * @shape x [...] → [...]
 * @special 0 → ±Inf
 * @example
 * reciprocal(tensor([4])).toArray() // => [0.25]
 */
export function reciprocal<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(reciprocalPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise sine.
 *
 * @units x in radians
 * @shape x [...] → [...]
 * @special ±Inf → NaN
 * @example
 * sin(tensor([0])).toArray() // => [0]
 */
export function sin<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(sinPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise cosine.
 *
 * @units x in radians
 * @shape x [...] → [...]
 * @special ±Inf → NaN
 * @example
 * cos(tensor([0])).toArray() // => [1]
 */
export function cos<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(cosPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise tangent.
 *
 * @units x in radians
 * @shape x [...] → [...]
 * @special ±Inf → NaN
 * @example
 * tan(tensor([0])).toArray() // => [0]
 */
export function tan<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(tanPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise inverse sine.
 *
 * @units result in radians, −π/2 … π/2
 * @shape x [...] → [...]
 * @special |x| > 1 → NaN
 * @example
 * asin(tensor([0])).toArray() // => [0]
 */
export function asin<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(asinPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise inverse cosine.
 *
 * @units result in radians, 0 … π
 * @shape x [...] → [...]
 * @special |x| > 1 → NaN
 * @example
 * acos(tensor([1])).toArray() // => [0]
 */
export function acos<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(acosPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise inverse tangent.
 *
 * @units result in radians, −π/2 … π/2
 * @shape x [...] → [...]
 * @example
 * atan(tensor([0])).toArray() // => [0]
 */
export function atan<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(atanPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise hyperbolic sine.
 *
 * @shape x [...] → [...]
 * @example
 * sinh(tensor([0])).toArray() // => [0]
 */
export function sinh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(sinhPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise hyperbolic cosine.
 *
 * @shape x [...] → [...]
 * @example
 * cosh(tensor([0])).toArray() // => [1]
 */
export function cosh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(coshPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise hyperbolic tangent.
 *
 * @shape x [...] → [...]
 * @example
 * tanh(tensor([0, Infinity])).toArray() // => [0, 1]
 */
export function tanh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(tanhPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise logistic function 1/(1 + e⁻ˣ), without overflow for any x.
 *
 * @shape x [...] → [...]
 * @example
 * sigmoid(tensor([0, -Infinity])).toArray() // => [0.5, 0]
 */
export function sigmoid<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(sigmoidPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise x·sigmoid(x), also called swish.
 *
 * @shape x [...] → [...]
 * @example
 * silu(tensor([0])).toArray() // => [0]
 */
export function silu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(siluPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise ln(1 + eˣ), without overflow for any x.
 *
 * @shape x [...] → [...]
 * @example
 * softplus(tensor([0])).toArray() // => [0.6931471824645996]
 */
export function softplus<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(softplusPrimitive, x, floatType) as Tensor<S>;
}

/**
 * Elementwise error function 2/√π ∫₀ˣ e^(−t²) dt.
 *
 * @shape x [...] → [...]
 * @example
 * erf(tensor([0, Infinity])).toArray() // => [0, 1]
 */
export function erf<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return unary(erfPrimitive, x, floatType) as Tensor<S>;
}
