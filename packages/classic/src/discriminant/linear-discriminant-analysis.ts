import { type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label, Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import {
  ParameterError,
  requireCount,
  requireNonNegative,
  requireOneOf,
  requireParameter,
} from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { classMeans } from '../bayes/class-moments.ts';
import { normalizeExponentials, normalizeLogs } from '../bayes/normalize-logs.ts';
import { multiply } from '../linalg/multiply.ts';
import { LinearClassifier, type LinearClassifierState } from '../linear/linear-classifier.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { type DiscriminantSamples, type Discriminants, discriminantsOf } from './discriminants.ts';
import { sharedPriors } from './shared-priors.ts';
import type { Shrinkage } from './shrunk-covariance.ts';

export interface LinearDiscriminantAnalysisParams {
  /**
   * 'svd' decomposes the samples and never forms a covariance; 'eigen' decomposes covariances; 'lsqr' solves for the coefficients
   * alone and cannot transform. The last two can shrink.
   */
  readonly solver: 'svd' | 'lsqr' | 'eigen';
  /** For 'lsqr' and 'eigen': null, 'auto' (Ledoit and Wolf), or a share between 0 and 1. */
  readonly shrinkage: Shrinkage;
  /** Probabilities of the classes, in proportion; null: their shares of the samples. */
  readonly priors: readonly number[] | Float64Array | null;
  /** Columns that `transform` makes: at most K − 1 and F, which null means. */
  readonly nComponents: number | null;
  /** Keep the covariance with 'svd' too. */
  readonly storeCovariance: boolean;
  /** Singular values up to this count as 0, with 'svd'. */
  readonly tol: number;
}

interface LinearDiscriminantAnalysisState<L extends Label> extends LinearClassifierState<L> {
  readonly priors: Float64Array;
  /** [K, F] */
  readonly means: Float64Array;
  /** [F, F] where it was computed. */
  readonly covariance: Float64Array | null;
  /** Directions, in columns [F, directions]; null with 'lsqr'. */
  readonly scalings: Float64Array | null;
  /** What is taken from samples before they are projected; zeros with 'eigen'. [F] */
  readonly origin: Float64Array;
  readonly explainedVarianceRatio: Float64Array | null;
  /** Columns that `transform` makes. */
  readonly components: number;
}

/**
 * Classes that are normal with means of their own and one covariance: the boundaries between them are planes, and the differences
 * between them lie in at most K − 1 directions, onto which `transform` projects.
 *
 * δₖ(x) = xᵀΣ⁻¹μₖ − ½ μₖᵀΣ⁻¹μₖ + log πₖ.
 *
 * Directions are determined but for their sign; here the largest element of each is positive.
 *
 * @shape X [N, F] → [N]; probabilities [N, K]; transformed [N, components]
 * @complexity O(N·F² + F³)
 * @reference Hastie, Tibshirani & Friedman, ESL 2e §4.3; agrees with sklearn.discriminant_analysis.LinearDiscriminantAnalysis
 * @example
 * const model = new LinearDiscriminantAnalysis().fit([[0], [2], [6], [8]], [0, 0, 1, 1]);
 * model.predict([[3], [5]]).toArray() // => [0, 1]
 */
export class LinearDiscriminantAnalysis<L extends Label = number> extends LinearClassifier<
  LinearDiscriminantAnalysisParams,
  LinearDiscriminantAnalysisState<L>,
  L
> {
  static readonly estimatorName = 'LinearDiscriminantAnalysis';
  static readonly defaults: LinearDiscriminantAnalysisParams = {
    solver: 'svd',
    shrinkage: null,
    priors: null,
    nComponents: null,
    storeCovariance: false,
    tol: 1e-4,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { fitsOneSample: false });

  /** Probability of each class. @shape → [K] */
  get priors_(): Tensor<[number]> {
    return vector(this.learned.priors);
  }

  /** Mean of each class. @shape → [K, F] */
  get means_(): Tensor<[number, number]> {
    return matrix(this.learned.means, this.learned.classes.length, this.nFeaturesIn_);
  }

  /** Mean of the class means, by their priors. @shape → [F] */
  get xbar_(): Tensor<[number]> {
    const { means, priors } = this.learned;
    return vector(multiply(priors, means, { size: [1, priors.length, this.nFeaturesIn_] }));
  }

  /** The covariance within classes; null with 'svd' unless `storeCovariance`. @shape → [F, F] */
  get covariance_(): Tensor<[number, number]> | null {
    const { covariance } = this.learned;
    return covariance === null ? null : matrix(covariance, this.nFeaturesIn_, this.nFeaturesIn_);
  }

  /** Directions in which classes differ, the most important first; null with 'lsqr'. @shape → [F, directions] */
  get scalings_(): Tensor<[number, number]> | null {
    const { scalings } = this.learned;
    return scalings === null ? null : matrix(scalings, this.nFeaturesIn_, scalings.length / this.nFeaturesIn_);
  }

  /** Share of the variance between classes along each direction; null with 'lsqr'. @shape → [components] */
  get explainedVarianceRatio_(): Tensor<[number]> | null {
    const { explainedVarianceRatio } = this.learned;
    return explainedVarianceRatio === null ? null : vector(explainedVarianceRatio);
  }

  fit(X: MatrixLike, y: Labels<L>): this {
    this.#checkParams();
    const op = 'LinearDiscriminantAnalysis.fit';
    return tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const [n, features] = samples.shape;
      if (n <= classes.length)
        throw new DataError(
          `${op}: there are ${n} samples of ${classes.length} classes; there must be more than classes`,
        );
      const most = Math.min(classes.length - 1, features);
      const components = this.params.nComponents ?? most;
      if (components > most)
        throw new ParameterError(`${op}: nComponents is ${components}, at most ${most} = min(F, K − 1) there can be`);
      const { count, mean: means } = classMeans(values(samples), codes, classes.length, null);
      const priors = sharedPriors(op, this.params.priors, count);
      const found = { op, data: values(samples), features, codes, means, priors };
      return this.learn(this.#state(classes, found, discriminantsOf(found, this.params), components));
    });
  }

  #state(
    classes: readonly L[],
    { means, priors, features }: DiscriminantSamples,
    { coef, intercept, scalings, origin, ratio, covariance }: Discriminants,
    components: number,
  ): LinearDiscriminantAnalysisState<L> {
    const isBinary = classes.length === 2;
    return {
      classes,
      coef: isBinary ? coef.slice(features).map((value, j) => value - coef[j]) : coef,
      intercept: isBinary ? Float64Array.of(intercept[1] - intercept[0]) : intercept,
      priors,
      means,
      covariance,
      scalings,
      origin,
      explainedVarianceRatio: ratio?.slice(0, components) ?? null,
      components: scalings === null ? 0 : Math.min(components, scalings.length / features),
    };
  }

  #checkParams(): void {
    const name = 'LinearDiscriminantAnalysis';
    const { solver, shrinkage, nComponents, tol } = this.params;
    requireOneOf(name, 'solver', solver, ['svd', 'lsqr', 'eigen']);
    const isShare = typeof shrinkage === 'number' && shrinkage >= 0 && shrinkage <= 1;
    const rule = "null, 'auto' or a number from 0 to 1";
    requireParameter(name, 'shrinkage', shrinkage, shrinkage === null || shrinkage === 'auto' || isShare, rule);
    requireParameter(name, 'shrinkage', shrinkage, shrinkage === null || solver !== 'svd', "null with solver 'svd'");
    if (nComponents !== null) requireCount(name, 'nComponents', nComponents);
    requireNonNegative(name, 'tol', tol);
  }

  /** log P(class | x). @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.#perClass(normalizeLogs(this.#logs(X, 'predictLogProba'), this.learned.classes.length)));
  }

  /** P(class | x). @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() =>
      this.#perClass(normalizeExponentials(this.#logs(X, 'predictProba'), this.learned.classes.length)),
    );
  }

  /** One score for each class: of two, the first has 0. */
  #logs(X: MatrixLike, method: string): Float64Array {
    const scores = this.scores(X, method);
    const data = values(scores);
    if (scores.shape[1] > 1) return data.slice();
    const both = new Float64Array(2 * data.length);
    for (let i = 0; i < data.length; i++) both[2 * i + 1] = data[i];
    return both;
  }

  #perClass(data: Float64Array): Tensor<[number, number]> {
    const classes = this.learned.classes.length;
    return matrix(data, data.length / classes, classes);
  }

  /**
   * Samples along the directions in which classes differ most.
   *
   * @shape X [N, F] → [N, components]
   * @throws {ParameterError} when the solver was 'lsqr', which finds no directions
   */
  transform(X: MatrixLike): Tensor<[number, number]> {
    const { scalings, origin, components } = this.learned;
    if (scalings === null)
      throw new ParameterError(
        "LinearDiscriminantAnalysis.transform: solver 'lsqr' finds no directions; use 'svd' or 'eigen'",
      );
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const features = samples.shape[1];
      const directions = matrix(scalings, features, scalings.length / features).slice(null, [0, components]);
      return samples.sub(vector(origin)).matmul(directions) as Tensor<[number, number]>;
    });
  }

  fitTransform(X: MatrixLike, y: Labels<L>): Tensor<[number, number]> {
    return this.fit(X, y).transform(X);
  }

  /** Names of the columns that `transform` makes. */
  getFeatureNamesOut(): string[] {
    return Array.from({ length: this.learned.components }, (_, i) => `lineardiscriminantanalysis${i}`);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LinearDiscriminantAnalysisState<L> {
    const read: StateReader = new StateReader('LinearDiscriminantAnalysis', state);
    const features = seen?.count ?? 0;
    const linear = this.readLinear(read, seen) as LinearClassifierState<L>;
    const optional = (name: string): Float64Array | null => (read.raw(name) === null ? null : read.float64(name));
    const [scalings, covariance] = [optional('scalings'), optional('covariance')];
    const columns = (scalings?.length ?? 0) / features;
    read.require(Number.isSafeInteger(columns), 'has scalings that are no matrix');
    read.require(covariance === null || covariance.length === features ** 2, 'has a covariance of another size');
    return {
      ...linear,
      priors: read.float64('priors', linear.classes.length),
      means: read.float64('means', linear.classes.length * features),
      covariance,
      scalings,
      origin: read.float64('origin', features),
      explainedVarianceRatio: optional('explainedVarianceRatio'),
      components: read.integer('components', 0, columns),
    };
  }
}
