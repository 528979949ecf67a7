import { matmul, type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireOneOf } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments } from '../preprocessing/column-moments.ts';
import { exactAxes } from './axes.ts';
import { checkScores } from './check-scores.ts';
import { randomizedSVD } from './randomized-svd.ts';

export interface TruncatedSVDParams {
  /** Singular values to keep. */
  readonly nComponents: number;
  /** 'exact' gives what scikit-learn's 'arpack' iterates to. */
  readonly algorithm: 'randomized' | 'exact';
  /** Power iterations of the randomized algorithm. */
  readonly nIter: number;
  /** Extra random directions of the randomized algorithm. */
  readonly nOversamples: number;
  readonly randomState: RandomState;
}

interface TruncatedSVDState {
  /** [K, F] */
  readonly components: Float64Array;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
}

/**
 * The largest singular values of X and the projection on their vectors: PCA without centring, latent semantic analysis for counts.
 *
 * X ≈ U·Σ·C; transform gives X·Cᵀ = U·Σ. Each axis points where the sample that lies farthest out on it lies.
 *
 * @shape X [N, F] → [N, K]
 * @complexity randomized O(nIter·N·F·K), exact O(N·F·min(N, F))
 * @reference Halko, Martinsson & Tropp 2009; agrees with sklearn.decomposition.TruncatedSVD
 * @example
 * new TruncatedSVD({ nComponents: 1, algorithm: 'exact' }).fit([[3, 0], [0, 4]]).singularValues_.toArray() // => [4]
 */
export class TruncatedSVD extends Transformer<TruncatedSVDParams, TruncatedSVDState> {
  static readonly estimatorName = 'TruncatedSVD';
  static readonly defaults: TruncatedSVDParams = {
    nComponents: 2,
    algorithm: 'randomized',
    nIter: 5,
    nOversamples: 10,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { fitsOneSample: false });

  /** Right singular vectors, one a row. @shape → [K, F] */
  get components_(): Tensor<[number, number]> {
    return matrix(this.learned.components, this.learned.singularValues.length, this.nFeaturesIn_);
  }

  /** Biased variance of the samples along each vector. @shape → [K] */
  get explainedVariance_(): Tensor<[number]> {
    return vector(this.learned.explainedVariance);
  }

  /** Its share of the variance of all features. @shape → [K] */
  get explainedVarianceRatio_(): Tensor<[number]> {
    return vector(this.learned.explainedVarianceRatio);
  }

  /** @shape → [K] */
  get singularValues_(): Tensor<[number]> {
    return vector(this.learned.singularValues);
  }

  fit(X: MatrixLike): this {
    this.fitTransform(X).dispose();
    return this;
  }

  override fitTransform(X: MatrixLike): Tensor<[number, number]> {
    const { nComponents, nIter, nOversamples, randomState } = this.params;
    this.#checkParams();
    return tidy(() => {
      const samples = this.fitX(X, { minSamples: 2 });
      const [n, f] = samples.shape;
      if (nComponents > Math.min(n, f))
        throw new ParameterError(
          `TruncatedSVD: nComponents must be at most min(samples, features) = ${Math.min(n, f)}, not ${nComponents}`,
        );
      const { s, Vt } =
        this.params.algorithm === 'exact'
          ? exactAxes(samples)
          : randomizedSVD(samples, {
              count: nComponents,
              oversamples: nOversamples,
              iterations: nIter,
              rng: generatorOf('TruncatedSVD', randomState),
            });
      const components = Vt.slice(0, nComponents * f);
      const scores = matmul(samples, matrix(components, nComponents, f).transpose() as never) as Tensor<
        [number, number]
      >;
      const { variance } = columnMoments(values(scores), nComponents, null);
      const total = columnMoments(values(samples), f, null).variance.reduce((sum, value) => sum + value, 0);
      this.learn({
        components,
        explainedVariance: variance,
        explainedVarianceRatio: variance.map((value) => value / total),
        singularValues: s.slice(0, nComponents),
      });
      return scores;
    });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    return tidy(
      () => matmul(this.checkX(X, 'transform'), this.components_.transpose() as never) as Tensor<[number, number]>,
    );
  }

  /** @shape Z [N, K] → [N, F] */
  inverseTransform(Z: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = checkScores('TruncatedSVD.inverseTransform', Z, this.learned.singularValues.length);
      return matmul(scores, this.components_ as never) as Tensor<[number, number]>;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    this.inputNames(inputNames);
    return this.numberedNames(this.learned.singularValues.length);
  }

  #checkParams(): void {
    const { nComponents, algorithm, nIter, nOversamples } = this.params;
    if ((algorithm as string) === 'arpack')
      throw new ParameterError("TruncatedSVD: algorithm 'arpack' is not offered; 'exact' gives the same vectors");
    requireOneOf('TruncatedSVD', 'algorithm', algorithm, ['randomized', 'exact']);
    requireCount('TruncatedSVD', 'nComponents', nComponents);
    requireCount('TruncatedSVD', 'nIter', nIter, 0);
    requireCount('TruncatedSVD', 'nOversamples', nOversamples, 0);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): TruncatedSVDState {
    const read = new StateReader('TruncatedSVD', state);
    const singularValues = read.float64('singularValues');
    const k = singularValues.length;
    return {
      components: read.float64('components', k * (seen?.count ?? 0)),
      explainedVariance: read.float64('explainedVariance', k),
      explainedVarianceRatio: read.float64('explainedVarianceRatio', k),
      singularValues,
    };
  }
}
