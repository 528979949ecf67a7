import { exp, logsumexp, matmul, sub, type Tensor, tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import { Estimator, type SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { float64, integers, matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import type { CovarianceModel, MixtureSize } from './covariance-model.ts';
import { diagonalCovariance, sphericalCovariance } from './diagonal-covariance.ts';
import { fullCovariance } from './full-covariance.ts';
import { type InitParams, initialShares } from './initial-shares.ts';
import { tiedCovariance } from './tied-covariance.ts';

export type CovarianceType = 'full' | 'tied' | 'diag' | 'spherical';

/** Numbers in as many levels of lists as there are axes. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

export interface GaussianMixtureParams {
  readonly nComponents: number;
  /** A covariance for each component, one for all, variances of each component's features, or one variance for each component. */
  readonly covarianceType: CovarianceType;
  /** Ends a fit: least gain of the mean log-likelihood. */
  readonly tol: number;
  /** Added to every variance, so that no component collapses. */
  readonly regCovar: number;
  readonly maxIter: number;
  /** Fits from different starts, of which the likeliest is kept. */
  readonly nInit: number;
  /** What components start from: clusters, drawn samples far apart, random shares, or drawn samples. */
  readonly initParams: InitParams;
  /** [K], sum 1 */
  readonly weightsInit: readonly number[] | null;
  /** [K, F] */
  readonly meansInit: readonly (readonly number[])[] | null;
  /** Inverse covariances, in the shape that `covariances_` has. */
  readonly precisionsInit: NestedNumbers | null;
  readonly randomState: RandomState;
}

interface Mixture {
  readonly weights: Float64Array;
  /** [K, F] */
  readonly means: Float64Array;
  readonly covariances: Float64Array;
  /** P with P·Pᵀ the precision. */
  readonly precisionsCholesky: Float64Array;
}

interface GaussianMixtureState extends Mixture {
  readonly covarianceType: CovarianceType;
  readonly converged: boolean;
  readonly nIter: number;
  readonly lowerBound: number;
}

const models: Readonly<Record<CovarianceType, CovarianceModel>> = {
  full: fullCovariance,
  tied: tiedCovariance,
  diag: diagonalCovariance,
  spherical: sphericalCovariance,
};

/** Keeps a component without samples from being divided by 0. */
const smallCount = 10 * Number.EPSILON;

/**
 * A density that is a weighted sum of K Gaussians, p(x) = Σ πₖ·N(x; μₖ, Σₖ), found by expectation maximisation.
 *
 * A round computes the share of every component in every sample, then weights, means and covariances as moments with these shares; the
 * likelihood never falls. Rounds end when its mean logarithm gains less than `tol`.
 *
 * @shape X [N, F]
 * @complexity O(N·K·F²) a round, O(N·K·F) for 'diag' and 'spherical'
 * @reference Dempster, Laird & Rubin 1977; agrees with sklearn.mixture.GaussianMixture but for the random starts
 * @example
 * const mixture = new GaussianMixture({ nComponents: 2, randomState: 0 }).fit([[0], [1], [10], [11]]);
 * mixture.means_.reshape([2]).sort().round().toArray() // => [0, 10]
 */
export class GaussianMixture extends Estimator<GaussianMixtureParams, GaussianMixtureState> {
  static readonly estimatorName = 'GaussianMixture';
  static readonly defaults: GaussianMixtureParams = {
    nComponents: 1,
    covarianceType: 'full',
    tol: 1e-3,
    regCovar: 1e-6,
    maxIter: 100,
    nInit: 1,
    initParams: 'kmeans',
    weightsInit: null,
    meansInit: null,
    precisionsInit: null,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('density', { fitsOneSample: false });

  /** Share of each component in all. @shape → [K] */
  get weights_(): Tensor<[number]> {
    return vector(this.learned.weights);
  }

  /** @shape → [K, F] */
  get means_(): Tensor<[number, number]> {
    const { k, f } = this.#size();
    return matrix(this.learned.means, k, f);
  }

  /** @shape → full [K, F, F], tied [F, F], diag [K, F], spherical [K] */
  get covariances_(): Tensor {
    return float64(this.learned.covariances, this.#model().shape(this.#size()));
  }

  /** Inverses of the covariances, in their shape. */
  get precisions_(): Tensor {
    const size = this.#size();
    return float64(this.#model().precisions(this.learned.precisionsCholesky, size), this.#model().shape(size));
  }

  /** P with P·Pᵀ the precision, upper triangular (full, tied) or its root; in the shape of the covariances. */
  get precisionsCholesky_(): Tensor {
    return float64(this.learned.precisionsCholesky, this.#model().shape(this.#size()));
  }

  /** Whether the likeliest fit ended before `maxIter` rounds. */
  get converged_(): boolean {
    return this.learned.converged;
  }

  /** Rounds of the likeliest fit. */
  get nIter_(): number {
    return this.learned.nIter;
  }

  /** Mean log-likelihood of the samples before the last round of the likeliest fit. */
  get lowerBound_(): number {
    return this.learned.lowerBound;
  }

  fit(X: MatrixLike, _y: unknown = null, { onProgress }: Pick<FitOptions, 'onProgress'> = {}): this {
    this.#checkParams();
    const { nComponents, covarianceType, nInit, initParams, randomState } = this.params;
    return tidy(() => {
      const samples = this.fitX(X, { minSamples: 2 });
      const [n, f] = samples.shape;
      if (n < nComponents)
        throw new DataError(`GaussianMixture.fit: X has ${n} samples, fewer than the ${nComponents} components`);
      const given = this.#given(f);
      const rng = generatorOf('GaussianMixture', randomState);
      let best: GaussianMixtureState | null = null;
      for (let start = 0; start < nInit; start++) {
        tidy(() => {
          const shares = initialShares(samples, nComponents, { how: initParams, rng });
          const found = this.#climb(samples, { ...this.#moments(samples, shares), ...given });
          if (best === null || found.lowerBound > best.lowerBound) best = { ...found, covarianceType };
        });
        onProgress?.({ done: start + 1, total: nInit });
      }
      return this.learn(best as unknown as GaussianMixtureState);
    });
  }

  /** Rounds from one start. */
  #climb(X: Tensor<[number, number]>, from: Mixture): Omit<GaussianMixtureState, 'covarianceType'> {
    const { tol, maxIter, covarianceType } = this.params;
    let mixture = from;
    let lowerBound = Number.NEGATIVE_INFINITY;
    for (let round = 1; round <= maxIter; round++) {
      const before = lowerBound;
      tidy(() => {
        const { densities, logLikelihood } = jointDensities(X, mixture, models[covarianceType]);
        lowerBound = logLikelihood.mean().item();
        mixture = this.#moments(X, exp(sub(densities, logLikelihood)) as Tensor<[number, number]>);
      });
      if (Math.abs(lowerBound - before) < tol) return { ...mixture, lowerBound, nIter: round, converged: true };
    }
    return { ...mixture, lowerBound, nIter: maxIter, converged: false };
  }

  /** Weights, means and covariances of samples with these shares. */
  #moments(X: Tensor<[number, number]>, shares: Tensor<[number, number]>): Mixture {
    const { covarianceType, regCovar } = this.params;
    const [k, n] = shares.shape;
    const f = X.shape[1];
    const model = models[covarianceType];
    const counts = values(shares.sum({ axis: 1 })).map((count) => count + smallCount);
    const means = values(matmul(shares, X as never) as Tensor).map((sum, i) => sum / counts[Math.floor(i / f)]);
    const covariances = model.estimate({ X, shares, counts, means }, regCovar);
    const precisionsCholesky = model.factor(covariances, { k, f });
    if (precisionsCholesky === null)
      throw new DataError(
        'GaussianMixture.fit: the covariance of a component is not positive definite; increase regCovar or take fewer components',
      );
    return { weights: counts.map((count) => count / n), means, covariances, precisionsCholesky };
  }

  /** What the parameters say about the start. @throws {ParameterError} when shapes or values do not fit */
  #given(f: number): Partial<Mixture> {
    const { nComponents: k, weightsInit, meansInit, precisionsInit, covarianceType } = this.params;
    const size = { k, f };
    const given: { -readonly [P in keyof Mixture]?: Mixture[P] } = {};
    if (weightsInit !== null) {
      const weights = flat('weightsInit', weightsInit, [k]);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const holds = weights.every((weight) => weight >= 0) && Math.abs(sum - 1) < 1e-6;
      requireParameter('GaussianMixture', 'weightsInit', weightsInit, holds, 'weights ≥ 0 of sum 1');
      given.weights = weights;
    }
    if (meansInit !== null) given.means = flat('meansInit', meansInit, [k, f]);
    if (precisionsInit !== null) {
      const model = models[covarianceType];
      const precisions = flat('precisionsInit', precisionsInit, model.shape(size));
      const factors = model.factorOfPrecisions(precisions, size);
      requireParameter('GaussianMixture', 'precisionsInit', precisionsInit, factors !== null, 'positive definite');
      given.precisionsCholesky = factors as Float64Array;
    }
    return given;
  }

  /** The likeliest component of each sample. @shape X [N, F] → [N] int32 */
  predict(X: MatrixLike): Tensor<[number]> {
    return tidy(() => {
      const shares = this.#joint(X, 'predict').densities;
      const [k, n] = shares.shape;
      const data = values(shares);
      const best = new Int32Array(n);
      for (let i = 0; i < n; i++) for (let c = 1; c < k; c++) if (data[c * n + i] > data[best[i] * n + i]) best[i] = c;
      return integers(best);
    });
  }

  fitPredict(X: MatrixLike): Tensor<[number]> {
    return this.fit(X).predict(X);
  }

  /** Share of each component in each sample. @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const { densities, logLikelihood } = this.#joint(X, 'predictProba');
      const shares = exp(sub(densities, logLikelihood)) as Tensor<[number, number]>;
      return shares.transpose() as Tensor<[number, number]>;
    });
  }

  /** ln p(x) of each sample. @shape X [N, F] → [N] */
  scoreSamples(X: MatrixLike): Tensor<[number]> {
    return tidy(() => this.#joint(X, 'scoreSamples').logLikelihood);
  }

  /** Mean of ln p(x). */
  score(X: MatrixLike): number {
    return tidy(() => this.scoreSamples(X).mean().item());
  }

  /** Schwarz's criterion, −2·ln L + (free numbers)·ln N: the lower the better. */
  bic(X: MatrixLike): number {
    return this.#criterion(X, Math.log);
  }

  /** Akaike's criterion, −2·ln L + 2·(free numbers): the lower the better. */
  aic(X: MatrixLike): number {
    return this.#criterion(X, () => 2);
  }

  /**
   * Draws from the density, the samples of one component after those of the other; the same ones for the same `randomState`.
   *
   * @shape → X [n, F], y [n] int32, the components
   */
  sample(n = 1): { readonly X: Tensor<[number, number]>; readonly y: Tensor<[number]> } {
    requireCount('GaussianMixture.sample', 'n', n);
    const { weights, means, covariances } = this.learned;
    const size = this.#size();
    const { k, f } = size;
    const rng = generatorOf('GaussianMixture', this.params.randomState);
    const labels = drawLabels(weights, n, rng).sort();
    const normals = rng.fillNormal(new Float64Array(n * f));
    const spreads = Array.from({ length: k }, (_, c) => this.#model().spread(covariances, c, size));
    const data = new Float64Array(n * f);
    for (let i = 0; i < n; i++) {
      const c = labels[i];
      const spread = spreads[c];
      const row = data.subarray(i * f, (i + 1) * f);
      row.set(means.subarray(c * f, (c + 1) * f));
      for (let j = 0; j < f; j++) {
        const z = normals[i * f + j];
        if (spread.length === f) row[j] += z * spread[j];
        else for (let l = 0; l < f; l++) row[l] += z * spread[j * f + l];
      }
    }
    return { X: matrix(data, n, f), y: integers(labels) };
  }

  #criterion(X: MatrixLike, price: (n: number) => number): number {
    return tidy(() => {
      const each = this.scoreSamples(X);
      const size = this.#size();
      const free = this.#model().freedom(size) + size.f * size.k + size.k - 1;
      return -2 * each.sum().item() + free * price(each.shape[0]);
    });
  }

  #joint(X: MatrixLike, method: string): Joint {
    return jointDensities(this.checkX(X, method), this.learned, this.#model());
  }

  #model(): CovarianceModel {
    return models[this.learned.covarianceType];
  }

  #size(): MixtureSize {
    return { k: this.learned.weights.length, f: this.nFeaturesIn_ };
  }

  #checkParams(): void {
    const { nComponents, covarianceType, tol, regCovar, maxIter, nInit, initParams } = this.params;
    requireCount('GaussianMixture', 'nComponents', nComponents);
    requireOneOf('GaussianMixture', 'covarianceType', covarianceType, Object.keys(models));
    requireNonNegative('GaussianMixture', 'tol', tol);
    requireNonNegative('GaussianMixture', 'regCovar', regCovar);
    requireCount('GaussianMixture', 'maxIter', maxIter);
    requireCount('GaussianMixture', 'nInit', nInit);
    requireOneOf('GaussianMixture', 'initParams', initParams, ['kmeans', 'k-means++', 'random', 'random_from_data']);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): GaussianMixtureState {
    const read: StateReader = new StateReader('GaussianMixture', state);
    const covarianceType = read.string('covarianceType');
    read.require(Object.hasOwn(models, covarianceType), `has the covariance type '${covarianceType}'`);
    const weights = read.float64('weights');
    const size = { k: weights.length, f: seen?.count ?? 0 };
    const count = models[covarianceType as CovarianceType].shape(size).reduce((product, side) => product * side, 1);
    return {
      covarianceType: covarianceType as CovarianceType,
      weights,
      means: read.float64('means', size.k * size.f),
      covariances: read.float64('covariances', count),
      precisionsCholesky: read.float64('precisionsCholesky', count),
      converged: read.boolean('converged'),
      nIter: read.integer('nIter'),
      lowerBound: read.number('lowerBound'),
    };
  }
}

interface Joint {
  /** ln πₖ·N(x; μₖ, Σₖ). [K, N] */
  readonly densities: Tensor<[number, number]>;
  /** ln p(x). [N] */
  readonly logLikelihood: Tensor<[number]>;
}

function jointDensities(X: Tensor<[number, number]>, mixture: Mixture, model: CovarianceModel): Joint {
  const { weights, means, precisionsCholesky } = mixture;
  const [n, f] = X.shape;
  const k = weights.length;
  const logDeterminants = model.logDeterminants(precisionsCholesky, { k, f });
  const densities = model.distances(X, means, precisionsCholesky);
  const data = values(densities);
  for (let c = 0; c < k; c++) {
    const constant = Math.log(weights[c]) + logDeterminants[c] - (f / 2) * Math.log(2 * Math.PI);
    for (let at = c * n; at < (c + 1) * n; at++) data[at] = constant - 0.5 * data[at];
  }
  return { densities, logLikelihood: logsumexp(densities, { axis: 0 }) as Tensor<[number]> };
}

/** Nested numbers in one array. @throws {ParameterError} unless they have this shape */
function flat(name: string, nested: NestedNumbers, shape: readonly number[]): Float64Array {
  const fits = (value: number | NestedNumbers, axis: number): boolean =>
    axis === shape.length
      ? typeof value === 'number' && Number.isFinite(value)
      : Array.isArray(value) && value.length === shape[axis] && value.every((part) => fits(part, axis + 1));
  requireParameter('GaussianMixture', name, nested, fits(nested, 0), `numbers of shape [${shape.join(', ')}]`);
  return Float64Array.from((nested as readonly unknown[]).flat(Number.POSITIVE_INFINITY as 1) as number[]);
}

/** n components, each as likely as its weight. */
function drawLabels(weights: Float64Array, n: number, rng: { random(): number }): Int32Array {
  return Int32Array.from({ length: n }, () => {
    let rest = rng.random();
    let c = 0;
    while (c < weights.length - 1 && rest >= weights[c]) rest -= weights[c++];
    return c;
  });
}
