import { matmul, type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { NotFittedError } from '../base/not-fitted-error.ts';
import {
  ParameterError,
  requireCount,
  requireNonNegative,
  requireOneOf,
  requireParameter,
} from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values, vector } from '../base/values.ts';
import { cholesky, choleskySolve } from '../linalg/cholesky.ts';
import { allPairs, type LeadingEigen, leadingEigen } from '../linalg/leading-eigen.ts';
import { svdFlip } from '../linalg/svd-flip.ts';
import { cosineSimilarity } from '../pairwise/cosine-similarity.ts';
import { kernelBlock, kernelFactor, type ProductKernelName } from '../pairwise/product-kernel.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkScores } from './check-scores.ts';
import { randomizedSVD } from './randomized-svd.ts';

const kernels = ['linear', 'poly', 'rbf', 'sigmoid', 'cosine', 'precomputed'] as const;

export interface KernelPCAParams {
  /** Axes to keep; null: all of positive variance. */
  readonly nComponents: number | null;
  /** With 'precomputed' X is the kernel itself, [N, N] in `fit`, [M, N] in `transform`. */
  readonly kernel: (typeof kernels)[number];
  /** γ of poly, rbf and sigmoid; null: 1 / number of columns. */
  readonly gamma: number | null;
  readonly degree: number;
  readonly coef0: number;
  /** Ridge penalty of the regression that `inverseTransform` predicts with. */
  readonly alpha: number;
  /** Learn to go back. */
  readonly fitInverseTransform: boolean;
  /** 'dense' decomposes all of the kernel; 'auto' looks for the leading axes only where few are wanted, to the same digits. */
  readonly eigenSolver: 'auto' | 'dense' | 'randomized';
  /** Power iterations of the randomized solver. */
  readonly iteratedPower: number | 'auto';
  /** Drop axes of variance 0 also where `nComponents` asks for them. */
  readonly removeZeroEig: boolean;
  readonly randomState: RandomState;
}

interface KernelPCAState {
  /** What was fitted on, [N, F]. */
  readonly samples: Float64Array;
  /** Mean kernel of each sample with all. [N] */
  readonly kernelMean: Float64Array;
  readonly eigenvalues: Float64Array;
  /** [N, K] */
  readonly eigenvectors: Float64Array;
  /** Weights of the kernels between projections, [N, F]; null without `fitInverseTransform`. */
  readonly dualCoef: Float64Array | null;
}

/** Samples above which 'auto' looks for the leading axes only. */
const manySamples = 200;

/** Eigenvalues below this share of the largest are rounding. */
const negligible = 1e-12;
/** A kernel with eigenvalues below this share of the largest, and the number itself, is no kernel. */
const negativeShare = -1e-5;
const negativeValue = -1e-10;

/**
 * Principal component analysis in the feature space of a kernel.
 *
 * The centred kernel matrix of the samples is V·Λ·Vᵀ; their projections are V·√Λ, those of new samples k(x)·V/√Λ with the kernels
 * k(x) centred likewise. `inverseTransform` is a kernel ridge regression from the projections to the samples. Each axis points where
 * the sample that lies farthest out on it lies.
 *
 * @shape X [N, F] → [N, K]
 * @special axes of variance 0 project everything to 0
 * @complexity O(N²·F + N³), randomized O(N²·K)
 * @reference Schölkopf, Smola & Müller, Nonlinear component analysis as a kernel eigenvalue problem (1998); agrees with sklearn.decomposition.KernelPCA
 * @example
 * new KernelPCA({ nComponents: 1 }).fitTransform([[0, 0], [2, 0], [4, 0]]).abs().round().toArray() // => [[2], [0], [2]]
 */
export class KernelPCA extends Transformer<KernelPCAParams, KernelPCAState> {
  static readonly estimatorName = 'KernelPCA';
  static readonly defaults: KernelPCAParams = {
    nComponents: null,
    kernel: 'linear',
    gamma: null,
    degree: 3,
    coef0: 1,
    alpha: 1,
    fitInverseTransform: false,
    eigenSolver: 'auto',
    iteratedPower: 'auto',
    removeZeroEig: false,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { fitsOneSample: false });

  /** Eigenvalues of the centred kernel matrix, descending. @shape → [K] */
  get eigenvalues_(): Tensor<[number]> {
    return vector(this.learned.eigenvalues);
  }

  /** Its eigenvectors, one a column. @shape → [N, K] */
  get eigenvectors_(): Tensor<[number, number]> {
    const { eigenvalues, kernelMean, eigenvectors } = this.learned;
    return matrix(eigenvectors, kernelMean.length, eigenvalues.length);
  }

  /** The samples of `fit` (with 'precomputed' their kernel matrix). @shape → [N, F] */
  get XFit_(): Tensor<[number, number]> {
    return matrix(this.learned.samples, this.learned.kernelMean.length, this.nFeaturesIn_);
  }

  /** Weights that `inverseTransform` gives to the samples. @shape → [N, F] @throws {NotFittedError} without `fitInverseTransform` */
  get dualCoef_(): Tensor<[number, number]> {
    const { dualCoef, kernelMean } = this.learned;
    if (dualCoef === null) throw new NotFittedError('KernelPCA with fitInverseTransform');
    return matrix(dualCoef, kernelMean.length, this.nFeaturesIn_);
  }

  fit(X: MatrixLike): this {
    this.#checkParams();
    return tidy(() => {
      const samples = this.fitX(X, { minSamples: 2 });
      const [n, f] = samples.shape;
      if (this.params.kernel === 'precomputed' && n !== f)
        throw new DataError(`KernelPCA.fit: a precomputed kernel must be square, not ${n} × ${f}`);
      const { centered, kernelMean } = centre(values(this.#kernel(samples, samples)).slice(), n);
      const { eigenvalues, eigenvectors } = this.#leading(centered, n);
      const known = { samples: values(samples).slice(), kernelMean, eigenvalues, eigenvectors };
      const dualCoef = this.params.fitInverseTransform ? this.#fitInverse(projections(known), samples) : null;
      return this.learn({ ...known, dualCoef });
    });
  }

  override fitTransform(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => projections(this.fit(X).learned));
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const { kernelMean, eigenvalues } = this.learned;
      const kernel = this.#kernel(samples, this.XFit_);
      const [m, n] = kernel.shape;
      const centered = values(kernel).slice();
      const all = mean(kernelMean);
      for (let i = 0; i < m; i++) {
        const row = centered.subarray(i * n, (i + 1) * n);
        const shift = all - mean(row);
        for (let j = 0; j < n; j++) row[j] += shift - kernelMean[j];
      }
      const weights = this.eigenvectors_.mul(
        vector(eigenvalues.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0))),
      );
      return matmul(matrix(centered, m, n), weights as never) as Tensor<[number, number]>;
    });
  }

  /** Samples that project near Z. @shape Z [M, K] → [M, F] @throws {NotFittedError} without `fitInverseTransform` */
  inverseTransform(Z: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const { eigenvalues } = this.learned;
      const weights = this.dualCoef_;
      const scores = checkScores('KernelPCA.inverseTransform', Z, eigenvalues.length);
      return matmul(this.#kernel(scores, projections(this.learned)), weights as never) as Tensor<[number, number]>;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    this.inputNames(inputNames);
    return this.numberedNames(this.learned.eigenvalues.length);
  }

  /** @shape A [M, F], B [N, F] → [M, N] */
  #kernel(A: Tensor<[number, number]>, B: Tensor<[number, number]>): Tensor<[number, number]> {
    const { kernel, gamma, degree, coef0 } = this.params;
    if (kernel === 'precomputed') return A;
    if (kernel === 'cosine') return cosineSimilarity(A, B);
    const columns = A.shape[1];
    const product = { name: kernel as ProductKernelName, gamma: gamma ?? 1 / columns, degree, coef0 };
    const left = kernelFactor('left', product, { data: values(A), columns });
    const right = kernelFactor('right', product, { data: values(B), columns });
    return kernelBlock(product, left, right);
  }

  /** The eigenpairs to keep, of a centred kernel matrix. */
  #leading(centered: Float64Array, n: number): Pick<KernelPCAState, 'eigenvalues' | 'eigenvectors'> {
    const { nComponents, removeZeroEig, eigenSolver } = this.params;
    const count = Math.min(nComponents ?? n, n);
    const found =
      eigenSolver === 'randomized' ? this.#randomPairs(centered, n, count) : this.#exactPairs(centered, n, count);
    const eigenvalues = positivePart(found.values);
    const kept = removeZeroEig || nComponents === null ? eigenvalues.filter((value) => value > 0).length : count;
    const eigenvectors = new Float64Array(n * kept);
    for (let i = 0; i < n; i++) eigenvectors.set(found.vectors.subarray(i * count, i * count + kept), i * kept);
    svdFlip(eigenvectors, new Float64Array(0), kept);
    return { eigenvalues: eigenvalues.slice(0, kept), eigenvectors };
  }

  #exactPairs(centered: Float64Array, n: number, count: number): LeadingEigen {
    const isFew = this.params.eigenSolver === 'auto' && n > manySamples && count < 0.05 * n;
    return (isFew ? leadingEigen : allPairs)(centered, n, count);
  }

  #randomPairs(centered: Float64Array, n: number, count: number): LeadingEigen {
    const { iteratedPower, randomState } = this.params;
    const { U, s, Vt } = randomizedSVD(matrix(centered, n, n), {
      count,
      oversamples: 10,
      iterations: iteratedPower === 'auto' ? null : iteratedPower,
      rng: generatorOf('KernelPCA', randomState),
    });
    // u and v of a negative eigenvalue point in opposite directions.
    const signed = s.map((value, k) => {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += U[i * count + k] * Vt[k * n + i];
      return dot < 0 ? -value : value;
    });
    return { values: signed, vectors: U };
  }

  /** (K + α·I)⁻¹·X with the kernel K between projections. @shape → [N, F] */
  #fitInverse(scores: Tensor<[number, number]>, samples: Tensor<[number, number]>): Float64Array {
    const n = scores.shape[0];
    const kernel = values(this.#kernel(scores, scores)).slice();
    for (let i = 0; i < n; i++) kernel[i * n + i] += this.params.alpha;
    const factor = cholesky(kernel, n);
    if (factor === null)
      throw new DataError('KernelPCA.fit: the kernel of the projections is not positive definite; increase alpha');
    const weights = values(samples).slice();
    choleskySolve(factor, n, weights, samples.shape[1]);
    return weights;
  }

  #checkParams(): void {
    const { nComponents, kernel, gamma, degree, coef0, alpha, fitInverseTransform, eigenSolver, iteratedPower } =
      this.params;
    if (nComponents !== null) requireCount('KernelPCA', 'nComponents', nComponents);
    requireOneOf('KernelPCA', 'kernel', kernel, kernels);
    if (gamma !== null) requireNonNegative('KernelPCA', 'gamma', gamma);
    requireParameter('KernelPCA', 'coef0', coef0, Number.isFinite(coef0), 'a number');
    requireNonNegative('KernelPCA', 'degree', degree);
    requireNonNegative('KernelPCA', 'alpha', alpha);
    requireOneOf('KernelPCA', 'eigenSolver', eigenSolver, ['auto', 'dense', 'randomized']);
    if (iteratedPower !== 'auto') requireCount('KernelPCA', 'iteratedPower', iteratedPower, 0);
    if (fitInverseTransform && kernel === 'precomputed')
      throw new ParameterError('KernelPCA: fitInverseTransform cannot go with a precomputed kernel');
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KernelPCAState {
    const read = new StateReader('KernelPCA', state);
    const kernelMean = read.float64('kernelMean');
    const eigenvalues = read.float64('eigenvalues');
    const size = kernelMean.length * (seen?.count ?? 0);
    return {
      samples: read.float64('samples', size),
      kernelMean,
      eigenvalues,
      eigenvectors: read.float64('eigenvectors', kernelMean.length * eigenvalues.length),
      dualCoef: read.raw('dualCoef') === null ? null : read.float64('dualCoef', size),
    };
  }
}

/** V·√Λ. @shape → [N, K] */
function projections(
  state: Pick<KernelPCAState, 'eigenvalues' | 'eigenvectors' | 'kernelMean'>,
): Tensor<[number, number]> {
  const { eigenvalues, eigenvectors, kernelMean } = state;
  const k = eigenvalues.length;
  return matrix(
    eigenvectors.map((value, i) => value * Math.sqrt(eigenvalues[i % k])),
    kernelMean.length,
    k,
  );
}

/** K − row means − column means + mean of all: the kernel of centred features. The matrix is changed. */
function centre(
  kernel: Float64Array,
  n: number,
): { readonly centered: Float64Array; readonly kernelMean: Float64Array } {
  const kernelMean = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0, at = i * n; j < n; j++, at++) kernelMean[j] += kernel[at];
  for (let j = 0; j < n; j++) kernelMean[j] /= n;
  const all = mean(kernelMean);
  for (let i = 0; i < n; i++) {
    const row = kernel.subarray(i * n, (i + 1) * n);
    const shift = all - mean(row);
    for (let j = 0; j < n; j++) row[j] += shift - kernelMean[j];
  }
  return { centered: kernel, kernelMean };
}

function mean(row: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i];
  return sum / row.length;
}

/** Eigenvalues of a kernel without those that are 0 but for rounding. @throws {DataError} when one is clearly negative */
function positivePart(eigenvalues: Float64Array): Float64Array {
  const largest = Math.max(...eigenvalues);
  const least = Math.min(...eigenvalues);
  if (largest < 0 || (least < negativeShare * largest && least < negativeValue))
    throw new DataError(`KernelPCA.fit: the kernel is not positive semi-definite; it has an eigenvalue of ${least}`);
  return eigenvalues.map((value) => (value < negligible * largest ? 0 : value));
}
