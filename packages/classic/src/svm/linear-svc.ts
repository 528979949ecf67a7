import { tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, classWeights } from '../base/class-weight.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireNonNegative, requireOneOf } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { values } from '../base/values.ts';
import { LinearClassifier, type LinearClassifierState } from '../linear/linear-classifier.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { dualCoordinateDescent } from './dual-coordinate-descent.ts';
import { type LinearProblem, type LinearSolution, type LinearSolverOptions, withConstant } from './linear-problem.ts';
import { sparseCoordinateDescent } from './sparse-coordinate-descent.ts';
import { trustRegionNewton } from './trust-region-newton.ts';

export interface LinearSVCParams {
  /** 'l1': many coefficients are 0; with squared hinge and without `dual` only. */
  readonly penalty: 'l1' | 'l2';
  /** max(0, 1 − y·f) or its square. */
  readonly loss: 'hinge' | 'squared_hinge';
  /** Solve the dual: for more features than samples; 'hinge' has no other solver. */
  readonly dual: boolean;
  /** Largest violation of the optimality conditions that is let pass, beside that at the start. */
  readonly tol: number;
  /** Price of a sample on the wrong side, > 0. Times the weight of a sample. */
  readonly C: number;
  /** Each class against the others. */
  readonly multiClass: 'ovr';
  readonly fitIntercept: boolean;
  /** Value of the constant feature whose weight makes the intercept: the larger, the less the penalty holds it back. */
  readonly interceptScaling: number;
  /** Factors of C for the classes; with more than two, for the class that is told from the others. */
  readonly classWeight: ClassWeight;
  /** Seed of the order in which variables are visited. */
  readonly randomState: RandomState;
  readonly maxIter: number;
}

interface LinearSVCState<L extends Label> extends LinearClassifierState<L> {
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Support vector classification without a kernel: for many samples or many features.
 *
 * min ½|w|² (or Σ|wⱼ|) + Σ Cᵢ·max(0, 1 − yᵢ·f(xᵢ))^p with f(x) = w·x + b, p = 2 or 1; b is penalized like the weights. More than two
 * classes: each against the others.
 *
 * @shape X [N, F] → [N]
 * @complexity O(N·F) a pass
 * @reference Fan, Chang, Hsieh, Wang & Lin 2008, LIBLINEAR; agrees with sklearn.svm.LinearSVC (whose 'crammer_singer' is not there)
 * @example
 * new LinearSVC({ randomState: 0 }).fit([[0], [1], [3], [4]], [0, 0, 1, 1]).predict([[0.5], [3.5]]).toArray() // => [0, 1]
 */
export class LinearSVC<L extends Label = number> extends LinearClassifier<LinearSVCParams, LinearSVCState<L>, L> {
  static readonly estimatorName = 'LinearSVC';
  static readonly defaults: LinearSVCParams = {
    penalty: 'l2',
    loss: 'squared_hinge',
    dual: true,
    tol: 1e-4,
    C: 1,
    multiClass: 'ovr',
    fitIntercept: true,
    interceptScaling: 1,
    classWeight: null,
    randomState: null,
    maxIter: 1000,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    weightsRepeat: true,
    fitsOneSample: false,
  });

  /** Most passes (or Newton steps) that a class took. */
  get nIter_(): number {
    return this.learned.iterations;
  }

  /** 0 where the solver reached `tol`, 1 where `maxIter` ended it. */
  get fitStatus_(): number {
    return this.learned.converged ? 0 : 1;
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { C, fitIntercept, interceptScaling, classWeight, randomState, tol, maxIter } = this.params;
    this.#checkParams();
    const options: LinearSolverOptions = { tol, maxIter, rng: generatorOf('LinearSVC', randomState) };
    const state = tidy((): LinearSVCState<L> => {
      const samples = this.fitX(X);
      const [n, columns] = samples.shape;
      const { classes, codes } = this.fitLabels(samples, y);
      const weights = checkWeights('LinearSVC.fit', sampleWeight, samples);
      const perClass = classWeights('LinearSVC', classWeight, classes, codes);
      const data = withConstant(values(samples), columns, fitIntercept ? interceptScaling : null);
      const width = data.length / n;
      const isBinary = classes.length === 2;
      const rows = isBinary ? 1 : classes.length;
      const coef = new Float64Array(rows * columns);
      const intercept = new Float64Array(rows);
      let iterations = 0;
      let converged = true;
      for (let row = 0; row < rows; row++) {
        const target = isBinary ? 1 : row;
        const costs = new Float64Array(n);
        const low = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
        const high = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
        for (let i = 0; i < n; i++) {
          const isTarget = codes[i] === target;
          costs[i] = C * (weights?.[i] ?? 1) * (isTarget || isBinary ? perClass[codes[i]] : 1);
          if (isTarget) low[i] = 1;
          else high[i] = -1;
        }
        const solution = this.#solve({ data, width, low, high, costs }, options);
        coef.set(solution.weights.subarray(0, columns), row * columns);
        if (fitIntercept) intercept[row] = solution.weights[columns] * interceptScaling;
        iterations = Math.max(iterations, solution.iterations);
        converged &&= solution.converged;
        onProgress?.({ done: row + 1, total: rows });
      }
      return { classes, coef, intercept, iterations, converged };
    });
    return this.learn(state);
  }

  #solve(problem: LinearProblem, options: LinearSolverOptions): LinearSolution {
    const { penalty, loss, dual } = this.params;
    if (dual) return dualCoordinateDescent(problem, loss === 'squared_hinge', options);
    // Of classes of different sizes, the gradient at 0 is that of the larger; as in LIBLINEAR the smaller one sets the scale.
    const positives = problem.low.reduce((count, low) => count + Number(low === 1), 0);
    const n = problem.low.length;
    const tol = (options.tol * Math.max(1, Math.min(positives, n - positives))) / n;
    return penalty === 'l1'
      ? sparseCoordinateDescent(problem, { ...options, tol })
      : trustRegionNewton(problem, { ...options, tol });
  }

  #checkParams(): void {
    const { penalty, loss, dual, tol, C, multiClass, interceptScaling, maxIter } = this.params;
    requireOneOf('LinearSVC', 'penalty', penalty, ['l1', 'l2']);
    requireOneOf('LinearSVC', 'loss', loss, ['hinge', 'squared_hinge']);
    requireOneOf('LinearSVC', 'multiClass', multiClass, ['ovr']);
    if (penalty === 'l1' && (loss === 'hinge' || dual))
      throw new ParameterError("LinearSVC: penalty 'l1' needs loss 'squared_hinge' and dual: false");
    if (loss === 'hinge' && !dual) throw new ParameterError("LinearSVC: loss 'hinge' needs dual: true");
    requireNonNegative('LinearSVC', 'tol', tol, { above: true });
    requireNonNegative('LinearSVC', 'C', C, { above: true });
    requireNonNegative('LinearSVC', 'interceptScaling', interceptScaling, { above: true });
    requireCount('LinearSVC', 'maxIter', maxIter);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LinearSVCState<L> {
    const read = new StateReader('LinearSVC', state);
    return {
      ...this.readLinear(read, seen),
      iterations: read.integer('iterations'),
      converged: read.boolean('converged'),
    };
  }
}
