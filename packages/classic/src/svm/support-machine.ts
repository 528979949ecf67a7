// What every machine with a kernel learns: support vectors, and functions that are sums of kernels with them.
import { matmul, type Tensor, tidy } from '@ml/tensor';
import { float64, matrix, values } from '../base/values.ts';
import { callKernel } from '../pairwise/kernel-function.ts';
import { kernelBlock, kernelFactor, type ProductKernel, type ProductKernelName } from '../pairwise/product-kernel.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import type { KernelParams, TrainingKernel } from './kernel-choice.ts';

/** Plain data: part of the state of machines. */
export interface SupportMachine {
  /** null: the kernel is given as a matrix, or a function that makes one. */
  readonly kernel: ProductKernel | null;
  /** Number of samples of `fit`. */
  readonly samples: number;
  /** Which of them are support vectors. */
  readonly support: Int32Array;
  /** Their features, [support, F]; of kernel functions all samples', [N, F]; of a precomputed kernel none. */
  readonly vectors: Float64Array;
}

/** Elements of a block of kernels that is computed at a time. */
const blockElements = 1 << 18;

/** What a machine is trained on. */
export interface Training {
  readonly params: KernelParams;
  /** [N, F] */
  readonly X: Tensor;
  readonly training: TrainingKernel;
}

export function supportMachine({ params, X, training: { kernel } }: Training, support: Int32Array): SupportMachine {
  const [samples, columns] = X.shape as readonly [number, number];
  const data = values(X);
  let vectors = new Float64Array(0);
  if (typeof params.kernel === 'function') vectors = data.slice();
  else if (kernel !== null) {
    vectors = new Float64Array(support.length * columns);
    support.forEach((sample, i) => {
      vectors.set(data.subarray(sample * columns, (sample + 1) * columns), i * columns);
    });
  }
  return { kernel, samples, support, vectors };
}

/** Samples to be judged, by whom, and the kernel of the parameters. */
export interface Question {
  readonly op: string;
  readonly kernel: KernelParams['kernel'];
  /** [N, F] */
  readonly X: Tensor;
}

/**
 * Σⱼ k(x, vⱼ)·coefs[j] + intercepts for every sample, in blocks of samples.
 *
 * @shape X [N, F], coefs [support, P], intercepts [P] → [N, P]
 */
export function sumKernels(
  { op, kernel, X }: Question,
  machine: SupportMachine,
  { coefs, intercepts }: { readonly coefs: Float64Array; readonly intercepts: Float64Array },
): Float64Array {
  const [n, columns] = X.shape as readonly [number, number];
  const outputs = intercepts.length;
  const vectors = machine.support.length;
  const out = new Float64Array(n * outputs);
  for (let i = 0; i < out.length; i++) out[i] = intercepts[i % outputs];
  if (vectors === 0) return out;
  tidy(() => {
    const weights = matrix(coefs, vectors, outputs);
    const kernelOf = kernelWith({ op, kernel, X }, machine);
    const most = Math.max(1, Math.floor(blockElements / Math.max(vectors, columns)));
    for (let from = 0; from < n; from += most) {
      tidy(() => {
        const block: Tensor = kernelOf(from, Math.min(n, from + most));
        const sums = values(matmul(block, weights as never));
        const to = from * outputs;
        for (let i = 0; i < sums.length; i++) out[to + i] += sums[i];
      });
    }
  });
  return out;
}

/** Kernel of a range of the rows of X with the support vectors. */
function kernelWith(
  { op, kernel: given, X }: Question,
  { kernel, samples, support, vectors }: SupportMachine,
): (from: number, to: number) => Tensor {
  const columns = X.shape[1] as number;
  const data = values(X);
  if (kernel !== null) {
    const right = kernelFactor('right', kernel, { data: vectors, columns });
    return (from, to) => {
      const rows = { data: data.subarray(from * columns, to * columns), columns };
      return kernelBlock(kernel, kernelFactor('left', kernel, rows), right);
    };
  }
  const gram = typeof given === 'function' ? values(callKernel(op, given, X, matrix(vectors, samples, columns))) : data;
  return (from, to) => {
    const block = new Float64Array((to - from) * support.length);
    for (let row = from, at = 0; row < to; row++)
      for (let j = 0; j < support.length; j++, at++) block[at] = gram[row * samples + support[j]];
    return float64(block, [to - from, support.length]);
  };
}

const names: readonly ProductKernelName[] = ['linear', 'poly', 'rbf', 'sigmoid'];

/** @throws {PersistenceError} when lengths do not agree or indices are out of range */
export function readSupportMachine(read: StateReader, columns: number, isFunction: boolean): SupportMachine {
  const samples = read.integer('samples', 1);
  const support = read.int32('support', undefined, samples);
  const kernel = read.raw('kernel') === null ? null : readKernel(read.object('kernel'));
  read.require(
    kernel !== null || isFunction || samples === columns,
    `has a kernel of ${samples} samples, not ${columns}`,
  );
  const rows = kernel !== null ? support.length : isFunction ? samples : 0;
  return { kernel, samples, support, vectors: read.float64('vectors', rows * columns) };
}

function readKernel(read: StateReader): ProductKernel {
  const name = read.string('name') as ProductKernelName;
  read.require(names.includes(name), `has the kernel ${name}`);
  return { name, gamma: read.number('gamma'), coef0: read.number('coef0'), degree: read.integer('degree') };
}
