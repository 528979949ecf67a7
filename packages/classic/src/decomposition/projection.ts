import { matmul, mul, sub, type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values, vector } from '../base/values.ts';
import { multiply } from '../linalg/multiply.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { checkScores } from './check-scores.ts';

export interface ProjectionState {
  readonly mean: Float64Array;
  /** Orthonormal rows, that of most variance first. [K, F] */
  readonly components: Float64Array;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  readonly noiseVariance: number;
}

/** What the two PCAs share: axes of most variance, the projection on them, and the Gaussian of probabilistic PCA that they define. */
export abstract class Projection<P extends { readonly whiten: boolean }, S extends ProjectionState> extends Transformer<
  P,
  S
> {
  /** Axes of most variance, orthonormal, one a row. @shape → [K, F] */
  get components_(): Tensor<[number, number]> {
    return matrix(this.learned.components, this.nComponents_, this.nFeaturesIn_);
  }

  /** Number of axes kept. */
  get nComponents_(): number {
    return this.learned.explainedVariance.length;
  }

  /** Variance along each axis, with N − 1 degrees of freedom. @shape → [K] */
  get explainedVariance_(): Tensor<[number]> {
    return vector(this.learned.explainedVariance);
  }

  /** Share of the total variance along each axis. @shape → [K] */
  get explainedVarianceRatio_(): Tensor<[number]> {
    return vector(this.learned.explainedVarianceRatio);
  }

  /** Norms of the projected samples along each axis. @shape → [K] */
  get singularValues_(): Tensor<[number]> {
    return vector(this.learned.singularValues);
  }

  /** Mean of each feature. @shape → [F] */
  get mean_(): Tensor<[number]> {
    return vector(this.learned.mean);
  }

  /** Mean variance along the axes that are left out (Tipping & Bishop 1999). */
  get noiseVariance_(): number {
    return this.learned.noiseVariance;
  }

  /** (X − μ)·Cᵀ, with `whiten` divided by the standard deviation of each axis. @shape X [N, F] → [N, K] */
  transform(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const centered = sub(this.checkX(X, 'transform'), this.mean_);
      const scores = matmul(centered, this.components_.transpose() as never) as Tensor<[number, number]>;
      return this.params.whiten ? this.whitened(scores) : scores;
    });
  }

  /** The samples whose projection this is, without what lay outside the axes. @shape Z [N, K] → [N, F] */
  inverseTransform(Z: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = checkScores(`${this.class.estimatorName}.inverseTransform`, Z, this.nComponents_);
      const unscaled = this.params.whiten ? mul(scores, vector(this.axisScales())) : scores;
      return matmul(unscaled, this.components_ as never).add(this.mean_) as Tensor<[number, number]>;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    this.inputNames(inputNames);
    return this.numberedNames(this.nComponents_);
  }

  /** Cᵀ·diag(λ − ν)·C + ν·I, with the variances λ along the axes and ν, the noise, elsewhere. @shape → [F, F] */
  getCovariance(): Tensor<[number, number]> {
    const { explainedVariance, noiseVariance } = this.learned;
    return this.#symmetric(
      explainedVariance.map((value) => Math.max(0, value - noiseVariance)),
      noiseVariance,
    );
  }

  /** The inverse of the covariance. @shape → [F, F] @throws {DataError} when that is singular */
  getPrecision(): Tensor<[number, number]> {
    const { variances, noise } = this.#model('getPrecision');
    const rest = variances.length === this.nFeaturesIn_ ? 0 : 1 / noise;
    return this.#symmetric(
      variances.map((value) => 1 / value - rest),
      rest,
    );
  }

  /** Log-density of each sample under N(μ, covariance). @shape X [N, F] → [N] @throws {DataError} when that is singular */
  scoreSamples(X: MatrixLike): Tensor<[number]> {
    return tidy(() => {
      const samples = this.checkX(X, 'scoreSamples');
      const { variances, noise } = this.#model('scoreSamples');
      const [n, f] = samples.shape;
      const k = variances.length;
      const centered = sub(samples, this.mean_);
      const scores = matmul(centered, this.components_.transpose() as never) as Tensor;
      const outside = k === f ? null : values(sub(centered, matmul(scores, this.components_ as never) as Tensor));
      const inside = values(scores);
      let logDeterminant = k === f ? 0 : (f - k) * Math.log(noise);
      for (const value of variances) logDeterminant += Math.log(value);
      const constant = f * Math.log(2 * Math.PI) + logDeterminant;
      const out = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        let distance = 0;
        for (let j = 0; j < k; j++) distance += inside[i * k + j] ** 2 / variances[j];
        let rest = 0;
        if (outside !== null) for (let j = i * f; j < (i + 1) * f; j++) rest += outside[j] ** 2;
        out[i] = -0.5 * (constant + distance + (outside === null ? 0 : rest / noise));
      }
      return vector(out);
    });
  }

  /** Mean log-density of the samples. @throws {DataError} when the covariance is singular */
  score(X: MatrixLike): number {
    return tidy(() => this.scoreSamples(X).mean().item());
  }

  /** Standard deviation along each axis, never 0. */
  protected axisScales(): Float64Array {
    return this.learned.explainedVariance.map((value) => Math.max(Math.sqrt(value), Number.EPSILON));
  }

  protected whitened(scores: Tensor<[number, number]>): Tensor<[number, number]> {
    return scores.div(vector(this.axisScales())) as Tensor<[number, number]>;
  }

  /** Variances of probabilistic PCA: along the axes, and of every direction outside them. */
  #model(method: string): { readonly variances: Float64Array; readonly noise: number } {
    const { explainedVariance, noiseVariance } = this.learned;
    const variances = explainedVariance.map((value) => Math.max(value, noiseVariance));
    const singular =
      variances.some((value) => value <= 0) || (variances.length < this.nFeaturesIn_ && noiseVariance <= 0);
    if (singular)
      throw new DataError(
        `${this.class.estimatorName}.${method}: the covariance is singular; keep fewer components or fit on more samples`,
      );
    return { variances, noise: noiseVariance };
  }

  /** Cᵀ·diag(along)·C + everywhere·I */
  #symmetric(along: Float64Array, everywhere: number): Tensor<[number, number]> {
    const { components } = this.learned;
    const [k, f] = [this.nComponents_, this.nFeaturesIn_];
    const scaled = components.map((value, i) => value * along[Math.floor(i / f)]);
    const out = multiply(components, scaled, { size: [f, k, f], transposeA: true });
    for (let j = 0; j < f; j++) out[j * f + j] += everywhere;
    return matrix(out, f, f);
  }

  protected readProjection(read: StateReader, seen: SeenFeatures | null): ProjectionState {
    const count = seen?.count ?? 0;
    const explainedVariance = read.float64('explainedVariance');
    const k = explainedVariance.length;
    return {
      mean: read.float64('mean', count),
      components: read.float64('components', k * count),
      explainedVariance,
      explainedVarianceRatio: read.float64('explainedVarianceRatio', k),
      singularValues: read.float64('singularValues', k),
      noiseVariance: read.number('noiseVariance'),
    };
  }
}
