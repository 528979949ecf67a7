// The kernel of a support vector machine: from parameters to what can be computed.
import type { Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { values } from '../base/values.ts';
import { callKernel, type KernelFunction } from '../pairwise/kernel-function.ts';
import type { ProductKernel, ProductKernelName, Rows } from '../pairwise/product-kernel.ts';
import { featureSource, gramSource, type KernelSource } from './kernel-source.ts';

/** What a kernel may be; 'precomputed': X is the kernel of the samples with those of `fit`. */
export type SvmKernel = ProductKernelName | 'precomputed' | KernelFunction;

/** Parameters of all machines with a kernel. */
export interface KernelParams {
  readonly kernel: SvmKernel;
  /** Of 'poly'. */
  readonly degree: number;
  /** γ of 'rbf', 'poly' and 'sigmoid'; 'scale': 1 / (F · variance of all of X), 'auto': 1 / F. */
  readonly gamma: 'scale' | 'auto' | number;
  /** Constant term of 'poly' and 'sigmoid'. */
  readonly coef0: number;
  /** Largest violation of the optimality conditions that is let pass. */
  readonly tol: number;
  /** Set variables that stay at their bounds aside while others are fitted. */
  readonly shrinking: boolean;
  /** Most memory for rows of the kernel, in MB. */
  readonly cacheSize: number;
  /** Most steps of the solver; −1: as many as it takes. */
  readonly maxIter: number;
}

export const kernelDefaults: KernelParams = {
  kernel: 'rbf',
  degree: 3,
  gamma: 'scale',
  coef0: 0,
  tol: 1e-3,
  shrinking: true,
  cacheSize: 200,
  maxIter: -1,
};

/** @throws {ParameterError} when one has a value that it cannot have */
export function checkKernelParams(estimator: string, params: KernelParams): void {
  const { kernel, degree, gamma, coef0, tol, cacheSize, maxIter } = params;
  if (typeof kernel !== 'function')
    requireOneOf(estimator, 'kernel', kernel, ['linear', 'poly', 'rbf', 'sigmoid', 'precomputed']);
  requireCount(estimator, 'degree', degree, 0);
  if (typeof gamma === 'number') requireNonNegative(estimator, 'gamma', gamma);
  else requireOneOf(estimator, 'gamma', gamma, ['scale', 'auto']);
  requireParameter(estimator, 'coef0', coef0, Number.isFinite(coef0), 'a finite number');
  requireNonNegative(estimator, 'tol', tol, { above: true });
  requireNonNegative(estimator, 'cacheSize', cacheSize, { above: true });
  requireParameter(estimator, 'maxIter', maxIter, Number.isInteger(maxIter) && maxIter >= -1, 'an integer ≥ -1');
}

/** The samples of `fit`, and their kernel: a function of features, or (null) a matrix that is there. */
export interface TrainingKernel {
  readonly kernel: ProductKernel | null;
  /** X, or the kernel matrix [N, N]. */
  readonly rows: Rows;
}

/**
 * @shape X [N, F]
 * @throws {DataError} when a kernel matrix is not square
 */
export function trainingKernel(estimator: string, params: KernelParams, X: Tensor): TrainingKernel {
  const { kernel, degree, coef0 } = params;
  const [n, columns] = X.shape as readonly [number, number];
  if (typeof kernel === 'function') {
    const gram = callKernel(`${estimator}.fit`, kernel, X, X);
    return { kernel: null, rows: { data: values(gram), columns: n } };
  }
  const rows = { data: values(X), columns };
  if (kernel === 'precomputed') {
    if (n !== columns)
      throw new DataError(`${estimator}.fit: a precomputed kernel must be square, X has shape [${n}, ${columns}]`);
    return { kernel: null, rows };
  }
  return { kernel: { name: kernel, gamma: gammaOf(params.gamma, rows), coef0, degree }, rows };
}

function gammaOf(gamma: KernelParams['gamma'], { data, columns }: Rows): number {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / columns;
  let mean = 0;
  for (let i = 0; i < data.length; i++) mean += data[i];
  mean /= data.length;
  let spread = 0;
  for (let i = 0; i < data.length; i++) spread += (data[i] - mean) ** 2;
  return spread === 0 ? 1 : data.length / (columns * spread);
}

/** The kernel matrix of some of the samples. */
export function sourceOf({ kernel, rows }: TrainingKernel, samples: Int32Array): KernelSource {
  return kernel === null ? gramSource(rows, samples) : featureSource(kernel, rows, samples);
}
