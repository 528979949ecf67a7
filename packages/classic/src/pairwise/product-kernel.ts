// Kernels that are a function of one matrix product, so that blocks of them cost little more than `matmul`.
import { allocate, matmul, type Tensor, zeros } from '@ml/tensor';
import { values } from '../base/values.ts';
import { expScaled } from './exp-scaled.ts';
import type { MatrixPair } from './matrix-pair.ts';

export type ProductKernelName = 'linear' | 'poly' | 'rbf' | 'sigmoid';

/** k(x, y): x·y, (γ·x·y + c)^degree, exp(−γ·|x − y|²) or tanh(γ·x·y + c). */
export interface ProductKernel {
  readonly name: ProductKernelName;
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
}

/** Samples as typed arrays hold them. */
export interface Rows {
  /** [N, columns] */
  readonly data: Float64Array;
  readonly columns: number;
}

/** Columns that a factor has beside the features. */
const extra: Readonly<Record<ProductKernelName, number>> = { linear: 0, poly: 1, rbf: 2, sigmoid: 1 };

export interface FactorOptions {
  /** The samples it is made of; null: all. */
  readonly samples?: Int32Array | null;
  /** Samples in columns, of which those behind the last are 0 up to this number; null: samples in rows. */
  readonly columns?: number | null;
}

/**
 * One factor of the product, such that left · rightᵀ is the argument of the outer function.
 *
 * rbf: [2γx, −γ|x|², 1] · [y, 1, −γ|y|²] = −γ|x − y|². poly, sigmoid: [γx, c] · [y, 1].
 *
 * @shape X [N, F] → [N, width], or [width, columns]
 */
export function kernelFactor(
  side: 'left' | 'right',
  kernel: ProductKernel,
  X: Rows,
  { samples = null, columns = null }: FactorOptions = {},
): Tensor<[number, number]> {
  const { name, gamma, coef0 } = kernel;
  const { data, columns: features } = X;
  const isLeft = side === 'left';
  const count = samples === null ? data.length / features : samples.length;
  const width = features + extra[name];
  const factor: Tensor<[number, number]> =
    columns === null
      ? allocate([count, width] as [number, number], 'float64')
      : zeros([width, columns], { dtype: 'float64' });
  const out = values(factor);
  const [sampleStep, step] = columns === null ? [width, 1] : [1, columns];
  const scale = !isLeft || name === 'linear' ? 1 : name === 'rbf' ? 2 * gamma : gamma;
  for (let i = 0; i < count; i++) {
    const from = (samples === null ? i : samples[i]) * features;
    let square = 0;
    let to = i * sampleStep;
    for (let j = 0; j < features; j++, to += step) {
      const x = data[from + j];
      out[to] = scale * x;
      square += x * x;
    }
    if (name === 'rbf') {
      out[to] = isLeft ? -gamma * square : 1;
      out[to + step] = isLeft ? 1 : -gamma * square;
    } else if (name !== 'linear') out[to] = isLeft ? coef0 : 1;
  }
  return factor;
}

/** The outer function of every element of a product, for kernels but rbf, whose is `expScaled`; `out` may be the product itself. */
export function applyKernel(
  { name, degree }: ProductKernel,
  product: Float64Array,
  out: Float64Array | Float32Array,
): void {
  const count = product.length;
  if (name === 'poly') for (let i = 0; i < count; i++) out[i] = power(product[i], degree);
  else if (name === 'sigmoid') for (let i = 0; i < count; i++) out[i] = Math.tanh(product[i]);
  else for (let i = 0; i < count; i++) out[i] = product[i];
}

/** base^exponent: by squaring where the exponent is a whole number. */
function power(base: number, exponent: number): number {
  if (exponent !== exponent >> 0 || exponent < 0) return base ** exponent;
  let result = 1;
  for (let rest = exponent, square = base; rest > 0; rest >>= 1, square *= square) if (rest & 1) result *= square;
  return result;
}

/** Kernel of every sample of one side with every sample of the other; factors as `kernelFactor` makes them. @shape left [A, W], right [B, W] → [A, B] */
export function kernelBlock(kernel: ProductKernel, left: Tensor, right: Tensor): Tensor<[number, number]> {
  const product: Tensor = matmul(left, right.transpose() as never);
  if (kernel.name === 'rbf') expScaled(product);
  else if (kernel.name !== 'linear') applyKernel(kernel, values(product), values(product));
  return product as Tensor<[number, number]>;
}

/** The kernel of two checked matrices. @shape → [N, M], a tensor of its own */
export function kernelOfPair(kernel: ProductKernel, { A, B }: MatrixPair): Tensor<[number, number]> {
  const factor = (side: 'left' | 'right', X: Tensor<[number, number]>): Tensor =>
    kernelFactor(side, kernel, { data: values(X), columns: X.shape[1] });
  return kernelBlock(kernel, factor('left', A), factor('right', B));
}

/** Kernel of each of these samples with itself. @shape X [N, F], samples [M] → [M] */
export function kernelDiagonal(kernel: ProductKernel, { data, columns }: Rows, samples: Int32Array): Float64Array {
  const { name, gamma, coef0 } = kernel;
  const out = new Float64Array(samples.length);
  if (name === 'rbf') return out.fill(1);
  for (let i = 0; i < samples.length; i++) {
    const from = samples[i] * columns;
    let square = 0;
    for (let j = from; j < from + columns; j++) square += data[j] * data[j];
    out[i] = name === 'linear' ? square : gamma * square + coef0;
  }
  applyKernel(kernel, out, out);
  return out;
}
