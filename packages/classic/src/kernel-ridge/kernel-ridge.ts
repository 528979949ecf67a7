import { matmul, type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { cholesky, choleskySolve } from '../linalg/cholesky.ts';
import { checkTargets, type TargetsLike } from '../linear/targets.ts';
import { callKernel, type KernelFunction } from '../pairwise/kernel-function.ts';
import { laplacianKernel } from '../pairwise/laplacian-kernel.ts';
import { linearKernel } from '../pairwise/linear-kernel.ts';
import { polynomialKernel } from '../pairwise/polynomial-kernel.ts';
import { rbfKernel } from '../pairwise/rbf-kernel.ts';
import { sigmoidKernel } from '../pairwise/sigmoid-kernel.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { semidefiniteSolve } from './semidefinite-solve.ts';

export interface KernelRidgeParams {
  /** Strength of the penalty, ≥ 0; a list has one for each target. */
  readonly alpha: number | readonly number[];
  /** 'precomputed': X is the kernel of the samples with those of `fit`. */
  readonly kernel: 'linear' | 'poly' | 'polynomial' | 'rbf' | 'sigmoid' | 'laplacian' | 'precomputed' | KernelFunction;
  /** γ of the kernels that have one; null: 1 / F. */
  readonly gamma: number | null;
  /** Of polynomials. */
  readonly degree: number;
  /** Constant term of polynomials and 'sigmoid'. */
  readonly coef0: number;
}

interface KernelRidgeState {
  /** [N, K] */
  readonly dual: Float64Array;
  readonly targets: number;
  readonly isVector: boolean;
  readonly samples: number;
  /** X of `fit`, [N, F]; empty for a precomputed kernel. */
  readonly X: Float64Array;
}

const kernels = ['linear', 'poly', 'polynomial', 'rbf', 'sigmoid', 'laplacian', 'precomputed'];

/**
 * Ridge regression in the space of a kernel: f(x) = Σ aᵢ·k(x, xᵢ), without a constant term.
 *
 * a = (K + α·I)⁻¹·y minimizes Σ wᵢ·(yᵢ − f(xᵢ))² + α·|f|²; with weights, √w·(√w·K·√w + α·I)⁻¹·√w·y.
 *
 * @shape X [N, F], y [N] or [N, K] → [N] or [N, K]
 * @special a system that is not positive definite (α = 0, or a kernel that is none) is solved in the least squares sense
 * @complexity O(N²·F + N³/3)
 * @reference Murphy 2012, Machine Learning, §14.4.3; agrees with sklearn.kernel_ridge.KernelRidge
 * @example
 * new KernelRidge({ alpha: 1 }).fit([[1], [2]], [1, 2]).predict([[6]]).toArray() // => [5]
 */
export class KernelRidge extends Regressor<KernelRidgeParams, KernelRidgeState> {
  static readonly estimatorName = 'KernelRidge';
  static readonly defaults: KernelRidgeParams = { alpha: 1, kernel: 'linear', gamma: null, degree: 3, coef0: 1 };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  /** Coefficient of each sample of `fit`. @shape → [N], or [N, K] where y was a matrix */
  get dualCoef_(): Tensor {
    const { dual, targets, isVector } = this.learned;
    return isVector ? vector(dual) : matrix(dual, dual.length / targets, targets);
  }

  fit(X: MatrixLike, y: TargetsLike, { sampleWeight = null }: FitOptions = {}): this {
    const { alpha, kernel, gamma, degree, coef0 } = this.params;
    if (typeof kernel !== 'function') requireOneOf('KernelRidge', 'kernel', kernel, kernels);
    if (gamma !== null) requireNonNegative('KernelRidge', 'gamma', gamma);
    requireCount('KernelRidge', 'degree', degree, 0);
    requireParameter('KernelRidge', 'coef0', coef0, Number.isFinite(coef0), 'a finite number');
    const state = tidy((): KernelRidgeState => {
      const samples = this.fitX(X);
      const { data, count, isVector } = checkTargets('KernelRidge.fit', y, samples);
      const alphas = typeof alpha === 'number' ? new Array<number>(count).fill(alpha) : alpha;
      for (const each of alphas) requireNonNegative('KernelRidge', 'alpha', each);
      requireParameter(
        'KernelRidge',
        'alpha',
        alpha,
        alphas.length === count,
        `a number or one for each of ${count} targets`,
      );
      const weights = checkWeights('KernelRidge.fit', sampleWeight, samples);
      const n = samples.shape[0];
      const K = values(this.#kernel(samples, samples, 'fit')).slice();
      const dual = solveWeighted(K, n, data, { alphas, roots: weights?.map(Math.sqrt) ?? null });
      const kept = kernel === 'precomputed' ? new Float64Array(0) : values(samples).slice();
      return { dual, targets: count, isVector, samples: n, X: kept };
    });
    return this.learn(state);
  }

  /** @shape X [N, F] → [N], or [N, K] where y was a matrix */
  predict(X: MatrixLike): Tensor {
    return tidy((): Tensor => {
      const input = this.checkX(X, 'predict');
      const { dual, targets, isVector, samples, X: fitted } = this.learned;
      const own = this.params.kernel === 'precomputed' ? input : matrix(fitted, samples, this.nFeaturesIn_);
      const result = matmul(this.#kernel(input, own, 'predict'), matrix(dual, samples, targets)) as Tensor;
      return isVector ? result.reshape([input.shape[0]]) : result;
    });
  }

  /** @shape A [N, F], B [M, F] → [N, M] */
  #kernel(A: Tensor<[number, number]>, B: Tensor<[number, number]>, method: string): Tensor<[number, number]> {
    const { kernel, gamma, degree, coef0 } = this.params;
    const op = `KernelRidge.${method}`;
    if (typeof kernel === 'function') return callKernel(op, kernel, A, B);
    if (kernel === 'precomputed') {
      if (method === 'fit' && A.shape[0] !== A.shape[1])
        throw new DataError(`${op}: a precomputed kernel must be square, X has shape [${A.shape.join(', ')}]`);
      return A;
    }
    if (kernel === 'rbf') return rbfKernel(A, B, { gamma });
    if (kernel === 'laplacian') return laplacianKernel(A, B, { gamma });
    if (kernel === 'sigmoid') return sigmoidKernel(A, B, { gamma, coef0 });
    return kernel === 'linear' ? linearKernel(A, B) : polynomialKernel(A, B, { gamma, degree, coef0 });
  }

  protected override targetMatrix(op: string, y: MatrixLike): Tensor {
    const { data, count } = checkTargets(op, y as TargetsLike, null);
    return matrix(data, data.length / count, count);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KernelRidgeState {
    const read: StateReader = new StateReader('KernelRidge', state);
    const targets = read.integer('targets', 1);
    const samples = read.integer('samples', 1);
    const isVector = read.boolean('isVector');
    const features = seen?.count ?? 0;
    const isGiven = this.params.kernel === 'precomputed';
    read.require(!isVector || targets === 1, `has ${targets} targets in a vector`);
    read.require(!isGiven || samples === features, `has a kernel of ${samples} samples, not ${features}`);
    return {
      dual: read.float64('dual', samples * targets),
      targets,
      isVector,
      samples,
      X: read.float64('X', isGiven ? 0 : samples * features),
    };
  }
}

interface WeightedOptions {
  /** Penalty of each target. */
  readonly alphas: readonly number[];
  /** Square roots of the weights. */
  readonly roots: Float64Array | null;
}

/** The coefficients, [N, K]; targets with one penalty share one factorization. K and y are overwritten. */
function solveWeighted(K: Float64Array, n: number, y: Float64Array, { alphas, roots }: WeightedOptions): Float64Array {
  const count = alphas.length;
  if (roots !== null) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) K[i * n + j] *= roots[i] * roots[j];
      for (let k = 0; k < count; k++) y[i * count + k] *= roots[i];
    }
  }
  for (const alpha of new Set(alphas)) {
    const targets = [...alphas.keys()].filter((k) => alphas[k] === alpha);
    const right = new Float64Array(n * targets.length);
    for (let i = 0, at = 0; i < n; i++) for (const k of targets) right[at++] = y[i * count + k];
    solve(K, n, alpha, right, targets.length);
    for (let i = 0, at = 0; i < n; i++) for (const k of targets) y[i * count + k] = right[at++];
  }
  if (roots !== null) for (let i = 0; i < n; i++) for (let k = 0; k < count; k++) y[i * count + k] *= roots[i];
  return y;
}

/** b ← (K + α·I)⁻¹·b */
function solve(K: Float64Array, n: number, alpha: number, b: Float64Array, columns: number): void {
  const system = K.slice();
  for (let i = 0; i < n; i++) system[i * (n + 1)] += alpha;
  const l = cholesky(system, n);
  if (l === null) semidefiniteSolve(system, n, b, columns);
  else choleskySolve(l, n, b, columns);
}
