// The elementwise primitives of one argument: the scalar definition, and the SIMD kernels that compute the same faster.
import { bytesPerElement, type DType } from '../dtype.ts';
import { elementwise, forRanges, type KernelWith } from '../engine/threads/parallel.ts';
import { naiveMap } from '../naive/elementwise.ts';
import { erf as erfNumber } from '../naive/erf.ts';
import { definePrimitive, type Primitive } from '../primitive.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';

interface UnaryLoops {
  readonly naive: (x: number) => number;
  readonly kernels?: Partial<Record<DType, KernelWith<3>>>;
}

/** Fills the contiguous `out` with loops.naive(x), by SIMD where there is a kernel for the type. */
export function map(loops: UnaryLoops, out: Tensor, x: Tensor): void {
  const kernel = loops.kernels?.[x.dtype];
  if (kernel === undefined) {
    naiveMap(loops.naive, out, x);
    return;
  }
  const source = rowMajor(x);
  const width = bytesPerElement(x.dtype);
  const [to, from] = [out.address, source.address];
  forRanges(kernel, x.size, elementwise, (i, count) => [to + i * width, from + i * width, count]);
  if (source !== x) source.dispose();
}

function defineUnary<const N extends string>(name: N, loops: UnaryLoops): Primitive<N, [Tensor], null, [Tensor]> {
  return definePrimitive(name, ([x]: [Tensor]): [Tensor] => {
    const out = allocate(x.shape, x.dtype);
    map(loops, out, x);
    return [out];
  });
}

/** 1/(1 + e⁻ˣ) from the exponential that cannot overflow. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

export const negPrimitive = defineUnary('neg', {
  naive: (x) => -x,
  kernels: { float32: 'neg_f32', float64: 'neg_f64' },
});
export const absPrimitive = defineUnary('abs', {
  naive: Math.abs,
  kernels: { float32: 'abs_f32', float64: 'abs_f64' },
});
export const squarePrimitive = defineUnary('square', {
  naive: (x) => Math.imul(x, x), // for integers: floats have kernels
  kernels: { float32: 'square_f32', float64: 'square_f64' },
});
export const reluPrimitive = defineUnary('relu', {
  naive: (x) => Math.max(x, 0),
  kernels: { float32: 'relu_f32', float64: 'relu_f64' },
});
export const expPrimitive = defineUnary('exp', {
  naive: Math.exp,
  kernels: { float32: 'exp_f32', float64: 'exp_f64' },
});
export const expm1Primitive = defineUnary('expm1', { naive: Math.expm1, kernels: { float32: 'expm1_f32' } });
export const logPrimitive = defineUnary('log', {
  naive: Math.log,
  kernels: { float32: 'log_f32', float64: 'log_f64' },
});
export const log1pPrimitive = defineUnary('log1p', { naive: Math.log1p, kernels: { float32: 'log1p_f32' } });
export const log2Primitive = defineUnary('log2', {
  naive: Math.log2,
  kernels: { float32: 'log2_f32', float64: 'log2_f64' },
});
export const log10Primitive = defineUnary('log10', { naive: Math.log10 });
export const sqrtPrimitive = defineUnary('sqrt', {
  naive: Math.sqrt,
  kernels: { float32: 'sqrt_f32', float64: 'sqrt_f64' },
});
export const rsqrtPrimitive = defineUnary('rsqrt', {
  naive: (x) => 1 / Math.sqrt(x),
  kernels: { float32: 'rsqrt_f32', float64: 'rsqrt_f64' },
});
export const reciprocalPrimitive = defineUnary('reciprocal', {
  naive: (x) => 1 / x,
  kernels: { float32: 'reciprocal_f32', float64: 'reciprocal_f64' },
});
export const sinPrimitive = defineUnary('sin', { naive: Math.sin, kernels: { float32: 'sin_f32' } });
export const cosPrimitive = defineUnary('cos', { naive: Math.cos, kernels: { float32: 'cos_f32' } });
export const tanPrimitive = defineUnary('tan', { naive: Math.tan, kernels: { float32: 'tan_f32' } });
export const asinPrimitive = defineUnary('asin', { naive: Math.asin });
export const acosPrimitive = defineUnary('acos', { naive: Math.acos });
export const atanPrimitive = defineUnary('atan', { naive: Math.atan });
export const sinhPrimitive = defineUnary('sinh', { naive: Math.sinh });
export const coshPrimitive = defineUnary('cosh', { naive: Math.cosh });
export const tanhPrimitive = defineUnary('tanh', { naive: Math.tanh, kernels: { float32: 'tanh_f32' } });
export const sigmoidPrimitive = defineUnary('sigmoid', { naive: logistic, kernels: { float32: 'sigmoid_f32' } });
export const siluPrimitive = defineUnary('silu', {
  naive: (x) => x * logistic(x),
  kernels: { float32: 'silu_f32' },
});
export const softplusPrimitive = defineUnary('softplus', {
  naive: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  kernels: { float32: 'softplus_f32' },
});
export const erfPrimitive = defineUnary('erf', { naive: erfNumber, kernels: { float32: 'erf_f32' } });
