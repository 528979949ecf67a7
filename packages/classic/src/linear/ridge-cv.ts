import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, vector } from '../base/values.ts';
import { type CrossValidation, checkCv } from '../model-selection/check-cv.ts';
import { takeSamples } from '../model-selection/samples.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { center, interceptsOf } from './centered.ts';
import { rowsOfTargets } from './least-squares.ts';
import { LinearRegressor, type LinearState } from './linear-regressor.ts';
import { Ridge } from './ridge.ts';
import { ridgeCoefficients } from './ridge-coefficients.ts';
import { type LeaveOneOut, ridgeLeaveOneOut } from './ridge-leave-one-out.ts';
import { checkTargets, type Targets, type TargetsLike } from './targets.ts';

export interface RidgeCVParams {
  /** Strengths of the penalty to choose from, each > 0. */
  readonly alphas: readonly number[];
  readonly fitIntercept: boolean;
  /** null: leave one out, at the price of a single fit; otherwise how to divide the samples, by R². */
  readonly cv: CrossValidation;
  /** Choose for each target by itself; with leave-one-out only. */
  readonly alphaPerTarget: boolean;
}

interface RidgeCVState extends LinearState {
  /** The chosen ones: one for all targets, or one for each. */
  readonly alpha: Float64Array;
  readonly bestScore: Float64Array;
}

/** What chooses. [K] or [1] each */
interface Choice {
  readonly alpha: Float64Array;
  readonly bestScore: Float64Array;
}

/**
 * Ridge regression that chooses its penalty by cross-validation.
 *
 * The score of an α is minus the mean of the squared leave-one-out errors (times the weights), which take one decomposition of X for
 * all samples and alphas; with `cv` it is the mean R² over the folds.
 *
 * @shape X [N, F], y [N] or [N, K]
 * @complexity O(N·F·min(N, F)) and O(N·min(N, F)·K) for each α
 * @reference agrees with sklearn.linear_model.RidgeCV
 * @example
 * new RidgeCV({ alphas: [0.01, 1, 100] }).fit([[0], [1], [2], [3]], [0, 1, 2, 3]).alpha_ // => 0.01
 */
export class RidgeCV extends LinearRegressor<RidgeCVParams, RidgeCVState> {
  static readonly estimatorName = 'RidgeCV';
  static readonly defaults: RidgeCVParams = {
    alphas: [0.1, 1, 10],
    fitIntercept: true,
    cv: null,
    alphaPerTarget: false,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, fitsOneSample: false });

  /** The chosen strength; with `alphaPerTarget` and several targets one for each. @shape → [K] */
  get alpha_(): number | Tensor<[number]> {
    return one(this.learned.alpha);
  }

  /** Its score; with `alphaPerTarget` and several targets one for each. @shape → [K] */
  get bestScore_(): number | Tensor<[number]> {
    return one(this.learned.bestScore);
  }

  fit(X: MatrixLike, y: TargetsLike, { sampleWeight = null }: FitOptions = {}): this {
    const { alphas, fitIntercept, cv, alphaPerTarget } = this.params;
    const holds = Array.isArray(alphas) && alphas.length > 0 && alphas.every((alpha) => alpha > 0 && alpha < Infinity);
    requireParameter('RidgeCV', 'alphas', alphas, holds, 'a list of numbers > 0');
    const fits = cv === null || !alphaPerTarget;
    requireParameter('RidgeCV', 'alphaPerTarget', alphaPerTarget, fits, 'false with cv');
    const state = tidy((): RidgeCVState => {
      const samples = this.fitX(X);
      const targets = checkTargets('RidgeCV.fit', y, samples);
      const weights = checkWeights('RidgeCV.fit', sampleWeight, samples);
      const { isVector } = targets;
      const centered = center(samples, targets, { weights, fitIntercept });
      if (cv !== null) {
        const choice = this.#crossValidate(samples, targets, weights);
        const coef = ridgeCoefficients(centered, new Float64Array(targets.count).fill(choice.alpha[0]), 'auto');
        return { coef, intercept: interceptsOf(coef, centered), isVector, ...choice };
      }
      const looked = this.#leaveOneOut(ridgeLeaveOneOut(centered, { weights, fitIntercept }), targets.count);
      const coef = rowsOfTargets(looked.coef, samples.shape[1], targets.count);
      const { alpha, bestScore } = looked;
      return { coef, intercept: interceptsOf(coef, centered), isVector, alpha, bestScore };
    });
    return this.learn(state);
  }

  /** Scores each α by its errors on what is left out; of equal scores the first α wins. `coef` is [F, K]. */
  #leaveOneOut(errors: LeaveOneOut, targets: number): Choice & { readonly coef: Float64Array } {
    const { alphas, alphaPerTarget } = this.params;
    const groups = alphaPerTarget ? targets : 1;
    const alpha = new Float64Array(groups);
    const bestScore = new Float64Array(groups).fill(-Infinity);
    for (const candidate of alphas) {
      const squares = errors.squaredErrors(candidate);
      for (let k = 0; k < groups; k++) {
        let sum = 0;
        for (let i = k; i < squares.length; i += groups) sum += squares[i];
        const score = (-sum * groups) / squares.length;
        if (score > bestScore[k]) [bestScore[k], alpha[k]] = [score, candidate];
      }
    }
    const coef = errors.coef(alpha[0]);
    for (let k = 1; k < groups; k++) {
      const own = errors.coef(alpha[k]);
      for (let i = k; i < coef.length; i += targets) coef[i] = own[i];
    }
    return { alpha, bestScore, coef };
  }

  /** Scores each α by the mean R² over the folds; weights count in the fits only. */
  #crossValidate(X: Tensor<[number, number]>, targets: Targets, weights: Float64Array | null): Choice {
    const { alphas, fitIntercept, cv } = this.params;
    const y = asGiven(targets);
    const folds = [...checkCv(cv).split(X, y)];
    const alpha = new Float64Array(1);
    const bestScore = Float64Array.of(-Infinity);
    for (const candidate of alphas) {
      let sum = 0;
      for (const { train, test } of folds) {
        const sampleWeight = weights === null ? null : takeSamples(weights, train);
        const model = new Ridge({ alpha: candidate, fitIntercept });
        model.fit(takeSamples(X, train), takeSamples(y, train), { sampleWeight });
        sum += model.score(takeSamples(X, test), takeSamples(y, test));
      }
      const score = sum / folds.length;
      if (score > bestScore[0]) [bestScore[0], alpha[0]] = [score, candidate];
    }
    return { alpha, bestScore };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): RidgeCVState {
    const read: StateReader = new StateReader('RidgeCV', state);
    const linear = this.readLinear(read, seen);
    const alpha = read.float64('alpha');
    read.require(alpha.length === 1 || alpha.length === linear.intercept.length, `has ${alpha.length} alphas`);
    return { ...linear, alpha, bestScore: read.float64('bestScore', alpha.length) };
  }
}

function one(list: Float64Array): number | Tensor<[number]> {
  return list.length === 1 ? list[0] : vector(list);
}

function asGiven({ data, count, isVector }: Targets): Float64Array | Tensor {
  return isVector ? data : matrix(data, data.length / count, count);
}
