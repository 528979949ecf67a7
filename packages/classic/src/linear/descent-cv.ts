import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireParameter } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { float64, values, vector } from '../base/values.ts';
import { type CrossValidation, checkCv } from '../model-selection/check-cv.ts';
import { parallelBackend } from '../parallel/default-backend.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { DescentData } from './descent-data.ts';
import { type DescentParams, DescentRegressor, type DescentState } from './descent-regressor.ts';
import { type ElasticNetFold, elasticNetFold } from './elastic-net-fold.ts';

export interface DescentCVParams extends DescentParams {
  /** Strengths to choose from; null: nAlphas between the least that makes all coefficients 0 and eps times that, evenly by logarithm. */
  readonly alphas: readonly number[] | null;
  readonly nAlphas: number;
  readonly eps: number;
  /** How to divide the samples; null: 5 folds. */
  readonly cv: CrossValidation;
  /** Folds at the same time; null: as many as there are threads. */
  readonly nJobs: number | null;
}

export const cvDefaults = { eps: 1e-3, nAlphas: 100, alphas: null, cv: null, nJobs: null } as const;

export interface DescentCVState extends DescentState {
  readonly alpha: number;
  readonly l1Ratio: number;
  /** Descending, for each ratio. [R, A] */
  readonly alphas: Float64Array;
  /** Mean squared errors. [R, A, folds] */
  readonly msePath: Float64Array;
  readonly folds: number;
  readonly ratios: number;
  /** They were given, and are the same for all ratios. */
  readonly sameAlphas: boolean;
}

/** An estimator that chooses the strength of its l1 penalty by cross-validation. */
export abstract class DescentCV<P extends DescentCVParams> extends DescentRegressor<P, DescentCVState> {
  /** The chosen strength. */
  get alpha_(): number {
    return this.learned.alpha;
  }

  /** Strengths that were tried, descending. @shape → [A], or [R, A] for several ratios */
  get alphas_(): Tensor {
    const { alphas, ratios, sameAlphas } = this.learned;
    if (ratios === 1 || sameAlphas) return vector(alphas.slice(0, alphas.length / ratios));
    return float64(alphas, [ratios, alphas.length / ratios]);
  }

  /** Mean squared error of each on each fold. @shape → [A, folds], or [R, A, folds] for several ratios */
  get msePath_(): Tensor {
    const { msePath, alphas, ratios, folds } = this.learned;
    const shape = [alphas.length / ratios, folds];
    return float64(msePath, ratios === 1 ? shape : [ratios, ...shape]);
  }

  /** Tries all strengths with each of the ratios, and fits all samples with the best. */
  protected choose(X: MatrixLike, y: VectorLike, options: FitOptions, ratios: readonly number[]): DescentCVState {
    this.#check();
    const chosen = tidy(() => this.#search(X, y, options, ratios));
    return { ...this.solve(X, y, options, chosen), ...chosen };
  }

  #check(): void {
    const name = this.class.estimatorName;
    const { alphas, nAlphas, eps } = this.params;
    this.checkDescent();
    const holds =
      alphas === null || (Array.isArray(alphas) && alphas.length > 0 && alphas.every((alpha) => alpha >= 0));
    requireParameter(name, 'alphas', alphas, holds, 'null or a list of numbers ≥ 0');
    requireCount(name, 'nAlphas', nAlphas);
    requireNonNegative(name, 'eps', eps, { above: true });
  }

  #search(X: MatrixLike, y: VectorLike, { sampleWeight, onProgress }: FitOptions, ratios: readonly number[]) {
    const name = this.class.estimatorName;
    const { cv, fitIntercept, selection, randomState, nJobs, precompute, maxIter, tol, positive } = this.params;
    const samples = this.fitX(X);
    const target = checkVector(`${name}.fit`, y, samples);
    const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
    const splits = [...checkCv(cv).split(samples, target)];
    const seed = selection === 'random' ? generatorOf(name, randomState).integers(0, 2 ** 31) : null;
    const grids = ratios.map((ratio) => this.#grid(samples, target, ratio));
    const common = { X: values(samples), y: target, weights, fitIntercept, seed, precompute, maxIter, tol, positive };
    const jobs = ratios.flatMap((l1Ratio, r) =>
      splits.map(({ train, test }): ElasticNetFold => ({ ...common, train, test, l1Ratio, alphas: grids[r] })),
    );
    const errors = parallelBackend().map(elasticNetFold, jobs, { limit: nJobs ?? undefined, onProgress });
    const count = grids[0].length;
    const folds = splits.length;
    const msePath = new Float64Array(ratios.length * count * folds);
    let [alpha, l1Ratio, least] = [grids[0][0], ratios[0], Number.POSITIVE_INFINITY];
    for (let r = 0; r < ratios.length; r++) {
      for (let a = 0; a < count; a++) {
        let sum = 0;
        for (let fold = 0; fold < folds; fold++) {
          const error = errors[r * folds + fold][a];
          msePath[(r * count + a) * folds + fold] = error;
          sum += error;
        }
        if (sum < least) [least, alpha, l1Ratio] = [sum, grids[r][a], ratios[r]];
      }
    }
    const alphas = new Float64Array(ratios.length * count);
    grids.forEach((grid, r) => {
      alphas.set(grid, r * count);
    });
    return { alpha, l1Ratio, alphas, msePath, folds, ratios: ratios.length, sameAlphas: this.params.alphas !== null };
  }

  /** Strengths, descending; as in scikit-learn weights do not count. */
  #grid(X: Tensor<[number, number]>, target: Float64Array, l1Ratio: number): Float64Array {
    const { alphas, nAlphas, eps, fitIntercept } = this.params;
    if (alphas !== null) return Float64Array.from(alphas).sort().reverse();
    const name = this.class.estimatorName;
    requireParameter(name, 'l1Ratio', l1Ratio, l1Ratio > 0, 'above 0 where alphas is null');
    const pulls = new DescentData(X, target, { weights: null, fitIntercept }).products();
    const most = pulls.reduce((largest, pull) => Math.max(largest, Math.abs(pull)), 0) / (target.length * l1Ratio);
    if (most <= 1e-15) return new Float64Array(nAlphas).fill(1e-15);
    const [low, high] = [Math.log10(most * eps), Math.log10(most)];
    return Float64Array.from({ length: nAlphas }, (_, i) =>
      nAlphas === 1 ? most * eps : 10 ** (high - (i * (high - low)) / (nAlphas - 1)),
    );
  }

  protected readState(state: unknown, seen: SeenFeatures | null): DescentCVState {
    const read: StateReader = new StateReader(this.class.estimatorName, state);
    const ratios = read.integer('ratios', 1, 1e6);
    const folds = read.integer('folds', 1, 1e6);
    const alphas = read.float64('alphas');
    read.require(alphas.length > 0 && alphas.length % ratios === 0, `has ${alphas.length} alphas for ${ratios} ratios`);
    return {
      ...this.readDescent(state, seen),
      alpha: read.number('alpha'),
      l1Ratio: read.number('l1Ratio'),
      ratios,
      folds,
      sameAlphas: read.boolean('sameAlphas'),
      alphas,
      msePath: read.float64('msePath', alphas.length * folds),
    };
  }
}
