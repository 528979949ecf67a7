import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import { Estimator, type SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { integers, matrix, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkKernelParams, type KernelParams, kernelDefaults, sourceOf, trainingKernel } from './kernel-choice.ts';
import { KernelRowCache } from './kernel-row-cache.ts';
import { evaluateKernelSum, type KernelSum, kernelSum, linearCoef, readKernelSum, vectorsOf } from './kernel-sum.ts';
import { range } from './range.ts';
import { solveSmo } from './smo.ts';

export interface OneClassSVMParams extends KernelParams {
  /** In (0, 1]: most of the samples of `fit` that are outside, and least that are support vectors. */
  readonly nu: number;
}

/**
 * A region that holds most samples: what lies outside is unlike them.
 *
 * min ½|w|² + (1/ν)·Σ wᵢ·max(0, ρ − w·φ(xᵢ)) / Σwᵢ − ρ, by its dual with multipliers ≤ wᵢ; inside is where w·φ(x) ≥ ρ.
 *
 * @shape X [N, F] → [N]
 * @reference Schölkopf, Platt, Shawe-Taylor, Smola & Williamson 2001; agrees with sklearn.svm.OneClassSVM
 * @example
 * new OneClassSVM({ nu: 0.5, gamma: 0.1 }).fit([[0], [1], [2], [3]]).predict([[1.5], [30]]).toArray() // => [1, -1]
 */
export class OneClassSVM extends Estimator<OneClassSVMParams, KernelSum> {
  static readonly estimatorName = 'OneClassSVM';
  static readonly defaults: OneClassSVMParams = /* @__PURE__ */ withDefaults(kernelDefaults, { nu: 0.5 });
  static readonly tags = /* @__PURE__ */ tagsOf('outlierDetector', { acceptsWeights: true });

  /** Which samples of `fit` are support vectors. @shape → [support] */
  get support_(): Tensor<[number]> {
    return integers(this.learned.machine.support);
  }

  /** The support vectors; none where the kernel is no function of features. @shape → [support, F] */
  get supportVectors_(): Tensor<[number, number]> {
    return vectorsOf(this.learned, this.nFeaturesIn_);
  }

  /** Number of support vectors. @shape → [1] */
  get nSupport_(): Tensor<[number]> {
    return integers([this.learned.dual.length]);
  }

  /** Coefficients of the support vectors. @shape → [1, support] */
  get dualCoef_(): Tensor<[number, number]> {
    const { dual } = this.learned;
    return matrix(dual, 1, dual.length);
  }

  /** −ρ @shape → [1] */
  get intercept_(): Tensor<[number]> {
    return vector([this.learned.intercept]);
  }

  /** ρ: decisionFunction = scoreSamples − offset_. @shape → [1] */
  get offset_(): Tensor<[number]> {
    return vector([-this.learned.intercept]);
  }

  /** Weights of the features. @shape → [1, F] @throws {ParameterError} when the kernel is not linear */
  get coef_(): Tensor<[number, number]> {
    return linearCoef('OneClassSVM', this.learned, this.nFeaturesIn_);
  }

  /** Steps of the solver. */
  get nIter_(): number {
    return this.learned.iterations;
  }

  /** 0 where the solver reached `tol`, 1 where `maxIter` ended it. */
  get fitStatus_(): number {
    return this.learned.converged ? 0 : 1;
  }

  fit(X: MatrixLike, _y: unknown = null, { sampleWeight = null }: FitOptions = {}): this {
    const { params } = this;
    const { nu, tol, shrinking, maxIter, cacheSize } = params;
    checkKernelParams('OneClassSVM', params);
    requireParameter('OneClassSVM', 'nu', nu, nu > 0 && nu <= 1, 'in (0, 1]');
    const state = tidy((): KernelSum => {
      const input = this.fitX(X);
      const weights = checkWeights('OneClassSVM.fit', sampleWeight, input);
      const samples = range(input.shape[0]).filter((i) => weights === null || weights[i] > 0);
      const training = trainingKernel('OneClassSVM', params, input);
      const n = samples.length;
      const upper = Float64Array.from(samples, (sample) => weights?.[sample] ?? 1);
      const start = new Float64Array(n);
      let rest = upper.reduce((sum, weight) => sum + nu * weight, 0);
      for (let i = 0; i < n && rest > 0; i++) {
        start[i] = Math.min(upper[i], rest);
        rest -= start[i];
      }
      const { beta, levels, iterations, converged } = solveSmo({
        rows: new KernelRowCache(sourceOf(training, samples), cacheSize),
        sampleOf: range(n),
        linear: new Float64Array(n),
        lower: new Float64Array(n),
        upper,
        start,
        groupEnds: [n],
        tol,
        shrinking,
        maxIter,
      });
      const solved = { intercept: -levels[0], iterations, converged };
      return kernelSum({ params, X: input, training }, { samples, coefs: beta }, solved);
    });
    return this.learn(state);
  }

  /** w·φ(x) @shape X [N, F] → [N] */
  scoreSamples(X: MatrixLike): Tensor<[number]> {
    const { intercept } = this.learned;
    return tidy(() => vector(this.#evaluate(X, 'scoreSamples').map((value) => value - intercept)));
  }

  /** w·φ(x) − ρ: < 0 outside. @shape X [N, F] → [N] */
  decisionFunction(X: MatrixLike): Tensor<[number]> {
    return tidy(() => vector(this.#evaluate(X, 'decisionFunction')));
  }

  /** 1 inside, −1 outside. @shape X [N, F] → [N] int32 */
  predict(X: MatrixLike): Tensor<[number]> {
    return tidy(() => integers(Int32Array.from(this.#evaluate(X, 'predict'), (value) => (value > 0 ? 1 : -1))));
  }

  /** 1 or −1 for each sample it is fitted on. @shape X [N, F] → [N] int32 */
  fitPredict(X: MatrixLike, y: unknown = null, options: FitOptions = {}): Tensor<[number]> {
    return this.fit(X, y, options).predict(X);
  }

  #evaluate(X: MatrixLike, method: string): Float64Array {
    return evaluateKernelSum(
      { op: `OneClassSVM.${method}`, kernel: this.params.kernel, X: this.checkX(X, method) },
      this.learned,
    );
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KernelSum {
    const read = new StateReader('OneClassSVM', state);
    return readKernelSum(read, seen?.count ?? 0, typeof this.params.kernel === 'function');
  }
}
