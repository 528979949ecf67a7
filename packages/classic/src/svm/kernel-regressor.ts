// What SVR and NuSVR have in common.
import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { integers, matrix, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkKernelParams, type KernelParams, sourceOf, trainingKernel } from './kernel-choice.ts';
import { KernelRowCache } from './kernel-row-cache.ts';
import { evaluateKernelSum, type KernelSum, kernelSum, linearCoef, readKernelSum, vectorsOf } from './kernel-sum.ts';
import { range } from './range.ts';
import type { SmoProblem, SmoSolution } from './smo.ts';

export interface KernelRegressorParams extends KernelParams {
  /** Price of a unit of error, > 0: the smaller, the smoother the function. Times the weight of a sample. */
  readonly C: number;
}

/** The programme's data, of samples that have a weight. */
export interface RegressionProblem {
  readonly targets: Float64Array;
  /** C times the weight of each sample. */
  readonly costs: Float64Array;
  /** The part that is the same for every kind: 2·N variables, of errors upwards and of errors downwards. */
  readonly common: Pick<SmoProblem, 'rows' | 'sampleOf' | 'lower' | 'upper' | 'tol' | 'shrinking' | 'maxIter'>;
}

export abstract class KernelRegressor<P extends KernelRegressorParams> extends Regressor<P, KernelSum> {
  /** Checks the parameters that the kind of machine adds. */
  protected abstract checkOwnParams(name: string): void;

  /** Solves the programme; also says at which level of the gradient f − y of a free variable lies. */
  protected abstract solve(problem: RegressionProblem): SmoSolution & { readonly level: number };

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

  /** @shape → [1] */
  get intercept_(): Tensor<[number]> {
    return vector([this.learned.intercept]);
  }

  /** Weights of the features. @shape → [1, F] @throws {ParameterError} when the kernel is not linear */
  get coef_(): Tensor<[number, number]> {
    return linearCoef(this.class.estimatorName, this.learned, this.nFeaturesIn_);
  }

  /** Steps of the solver. */
  get nIter_(): number {
    return this.learned.iterations;
  }

  /** 0 where the solver reached `tol`, 1 where `maxIter` ended it. */
  get fitStatus_(): number {
    return this.learned.converged ? 0 : 1;
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null }: FitOptions = {}): this {
    const name = this.class.estimatorName;
    const { params } = this;
    checkKernelParams(name, params);
    requireNonNegative(name, 'C', params.C, { above: true });
    this.checkOwnParams(name);
    const state = tidy((): KernelSum => {
      const input = this.fitX(X);
      const targets = checkVector(`${name}.fit`, y, input);
      const weights = checkWeights(`${name}.fit`, sampleWeight, input);
      const samples = range(targets.length).filter((i) => weights === null || weights[i] > 0);
      const training = trainingKernel(name, params, input);
      const n = samples.length;
      const costs = Float64Array.from(samples, (sample) => params.C * (weights?.[sample] ?? 1));
      const { tol, shrinking, maxIter } = params;
      const lower = new Float64Array(2 * n);
      const upper = new Float64Array(2 * n);
      upper.set(costs);
      for (let i = 0; i < n; i++) lower[n + i] = -costs[i];
      const solved = this.solve({
        targets: Float64Array.from(samples, (sample) => targets[sample]),
        costs,
        common: {
          rows: new KernelRowCache(sourceOf(training, samples), params.cacheSize),
          sampleOf: range(2 * n).map((variable) => variable % n),
          lower,
          upper,
          tol,
          shrinking,
          maxIter,
        },
      });
      const coefs = costs.map((_, i) => solved.beta[i] + solved.beta[n + i]);
      const { level, iterations, converged } = solved;
      return kernelSum(
        { params, X: input, training },
        { samples, coefs },
        { intercept: -level, iterations, converged },
      );
    });
    return this.learn(state);
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const name = this.class.estimatorName;
    return tidy(() => {
      const samples = this.checkX(X, 'predict');
      return vector(evaluateKernelSum({ op: `${name}.predict`, kernel: this.params.kernel, X: samples }, this.learned));
    });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KernelSum {
    const read = new StateReader(this.class.estimatorName, state);
    return readKernelSum(read, seen?.count ?? 0, typeof this.params.kernel === 'function');
  }
}
