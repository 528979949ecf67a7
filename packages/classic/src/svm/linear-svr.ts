import { tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireNonNegative, requireOneOf } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { values } from '../base/values.ts';
import { LinearRegressor, type LinearState } from '../linear/linear-regressor.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { dualCoordinateDescent } from './dual-coordinate-descent.ts';
import { withConstant } from './linear-problem.ts';
import { trustRegionNewton } from './trust-region-newton.ts';

export interface LinearSVRParams {
  /** Errors up to this cost nothing, ≥ 0. */
  readonly epsilon: number;
  /** Largest violation of the optimality conditions that is let pass, beside that at the start. */
  readonly tol: number;
  /** Price of a unit of error, > 0. Times the weight of a sample. */
  readonly C: number;
  /** max(0, |y − f| − ε) or its square. */
  readonly loss: 'epsilon_insensitive' | 'squared_epsilon_insensitive';
  readonly fitIntercept: boolean;
  /** Value of the constant feature whose weight makes the intercept: the larger, the less the penalty holds it back. */
  readonly interceptScaling: number;
  /** Solve the dual: for more features than samples; 'epsilon_insensitive' has no other solver. */
  readonly dual: boolean;
  /** Seed of the order in which variables are visited. */
  readonly randomState: RandomState;
  readonly maxIter: number;
}

interface LinearSVRState extends LinearState {
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Support vector regression without a kernel: for many samples or many features.
 *
 * min ½|w|² + Σ Cᵢ·max(0, |yᵢ − f(xᵢ)| − ε)^p with f(x) = w·x + b, p = 1 or 2; b is penalized like the weights.
 *
 * @shape X [N, F] → [N]
 * @complexity O(N·F) a pass
 * @reference Ho & Lin 2012, Large-scale linear support vector regression; agrees with sklearn.svm.LinearSVR
 * @example
 * const model = new LinearSVR({ C: 100, fitIntercept: false, randomState: 0 }).fit([[1], [2]], [2, 4]);
 * Math.round(model.predict([[3]]).item()) // => 6
 */
export class LinearSVR extends LinearRegressor<LinearSVRParams, LinearSVRState> {
  static readonly estimatorName = 'LinearSVR';
  static readonly defaults: LinearSVRParams = {
    epsilon: 0,
    tol: 1e-4,
    C: 1,
    loss: 'epsilon_insensitive',
    fitIntercept: true,
    interceptScaling: 1,
    dual: true,
    randomState: null,
    maxIter: 1000,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  /** Passes over the samples, or Newton steps. */
  get nIter_(): number {
    return this.learned.iterations;
  }

  /** 0 where the solver reached `tol`, 1 where `maxIter` ended it. */
  get fitStatus_(): number {
    return this.learned.converged ? 0 : 1;
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null }: FitOptions = {}): this {
    const { epsilon, tol, C, loss, fitIntercept, interceptScaling, dual, randomState, maxIter } = this.params;
    requireNonNegative('LinearSVR', 'epsilon', epsilon);
    requireNonNegative('LinearSVR', 'tol', tol, { above: true });
    requireNonNegative('LinearSVR', 'C', C, { above: true });
    requireNonNegative('LinearSVR', 'interceptScaling', interceptScaling, { above: true });
    requireCount('LinearSVR', 'maxIter', maxIter);
    requireOneOf('LinearSVR', 'loss', loss, ['epsilon_insensitive', 'squared_epsilon_insensitive']);
    const squared = loss === 'squared_epsilon_insensitive';
    if (!squared && !dual) throw new ParameterError("LinearSVR: loss 'epsilon_insensitive' needs dual: true");
    const rng = generatorOf('LinearSVR', randomState);
    const state = tidy((): LinearSVRState => {
      const samples = this.fitX(X);
      const [n, columns] = samples.shape;
      const targets = checkVector('LinearSVR.fit', y, samples);
      const weights = checkWeights('LinearSVR.fit', sampleWeight, samples);
      const data = withConstant(values(samples), columns, fitIntercept ? interceptScaling : null);
      const problem = {
        data,
        width: data.length / n,
        low: targets.map((target) => target - epsilon),
        high: targets.map((target) => target + epsilon),
        costs: weights?.map((weight) => C * weight) ?? new Float64Array(n).fill(C),
      };
      const solution = dual
        ? dualCoordinateDescent(problem, squared, { tol, maxIter, rng })
        : trustRegionNewton(problem, { tol, maxIter });
      const { iterations, converged } = solution;
      const coef = solution.weights.slice(0, columns);
      const intercept = Float64Array.of(fitIntercept ? solution.weights[columns] * interceptScaling : 0);
      return { coef, intercept, isVector: true, iterations, converged };
    });
    return this.learn(state);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LinearSVRState {
    const read = new StateReader('LinearSVR', state);
    return {
      ...this.readLinear(read, seen),
      iterations: read.integer('iterations'),
      converged: read.boolean('converged'),
    };
  }
}
