import { contiguous, sub, sumSquares, type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { type Axes, exactAxes } from './axes.ts';
import { likelyDimension } from './likely-dimension.ts';
import { Projection, type ProjectionState } from './projection.ts';
import { randomizedSVD } from './randomized-svd.ts';

export interface PCAParams {
  /** Axes to keep: a number; a share of the variance in (0, 1) that they must explain; 'mle' for the likeliest number; null for all. */
  readonly nComponents: number | 'mle' | null;
  /** Scale the projections to variance 1. */
  readonly whiten: boolean;
  /** 'full' is exact; 'randomized' approximate; 'auto' exact unless few axes of a matrix large both ways are wanted. */
  readonly svdSolver: 'auto' | 'full' | 'randomized';
  /** Power iterations of the randomized solver. */
  readonly iteratedPower: number | 'auto';
  /** Extra random directions of the randomized solver. */
  readonly nOversamples: number;
  /** Seed of the randomized solver. */
  readonly randomState: RandomState;
}

interface PCAState extends ProjectionState {
  readonly nSamples: number;
}

/** Both sides of a matrix above which 'auto' may take the randomized solver. */
const largeSide = 500;

/**
 * Principal component analysis: the orthonormal axes along which the samples vary most.
 *
 * X − μ = U·Σ·Vᵀ; the axes are the rows of Vᵀ, their variances Σ² / (N − 1). Each axis points where the sample that lies farthest
 * out on it lies. Tall matrices are decomposed through XᵀX, in as many passes as small singular values need to keep their digits.
 *
 * @shape X [N, F] → [N, K]
 * @special axes of variance 0 are orthonormal but otherwise arbitrary
 * @complexity O(N·F·min(N, F)); randomized O(N·F·K)
 * @reference agrees with sklearn.decomposition.PCA; 'auto' is exact more often
 * @example
 * new PCA({ nComponents: 1 }).fit([[0, 0], [1, 0], [5, 0]]).components_.toArray() // => [[1, 0]]
 */
export class PCA extends Projection<PCAParams, PCAState> {
  static readonly estimatorName = 'PCA';
  static readonly defaults: PCAParams = {
    nComponents: null,
    whiten: false,
    svdSolver: 'auto',
    iteratedPower: 'auto',
    nOversamples: 10,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { fitsOneSample: false });

  /** Number of samples seen. */
  get nSamples_(): number {
    return this.learned.nSamples;
  }

  fit(X: MatrixLike): this {
    tidy(() => void this.#fit(X));
    return this;
  }

  override fitTransform(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = this.#fit(X);
      const kept = scores.slice(null, [0, this.nComponents_]) as Tensor<[number, number]>;
      return this.params.whiten ? this.whitened(kept) : (contiguous(kept) as Tensor<[number, number]>);
    });
  }

  /** Learns, and returns the projections on at least the axes kept. */
  #fit(X: MatrixLike): Tensor<[number, number]> {
    this.#checkParams();
    const samples = this.fitX(X, { minSamples: 2 });
    const [n, f] = samples.shape;
    const least = Math.min(n, f);
    const { nComponents } = this.params;
    this.#checkCount(nComponents, n, f);
    const mean = samples.mean({ axis: 0 });
    const centered = sub(samples, mean) as Tensor<[number, number]>;
    const { s, Vt, scores } = this.#isRandomized(n, f)
      ? this.#randomAxes(centered, nComponents === null ? least : (nComponents as number))
      : exactAxes(centered);
    const all = s.map((value) => value ** 2 / (n - 1));
    const total = s.length === least ? all.reduce((sum, value) => sum + value, 0) : sumSquares(centered) / (n - 1);
    const count = this.#count(all, total, n);
    const explainedVariance = all.slice(0, count);
    const kept = explainedVariance.reduce((sum, value) => sum + value, 0);
    const rest = s.length === least ? all.slice(count).reduce((sum, value) => sum + value, 0) : total - kept;
    this.learn({
      mean: values(mean).slice(),
      components: Vt.slice(0, count * f),
      explainedVariance,
      explainedVarianceRatio: explainedVariance.map((value) => value / total),
      singularValues: s.slice(0, count),
      noiseVariance: count < least ? Math.max(0, rest / (least - count)) : 0,
      nSamples: n,
    });
    return scores;
  }

  #checkParams(): void {
    const { nComponents, svdSolver, iteratedPower, nOversamples } = this.params;
    if ((svdSolver as string) === 'arpack')
      throw new ParameterError("PCA: svdSolver 'arpack' is not offered; 'full' gives the same axes, exactly");
    requireOneOf('PCA', 'svdSolver', svdSolver, ['auto', 'full', 'randomized']);
    const known = nComponents === null || nComponents === 'mle' || (typeof nComponents === 'number' && nComponents > 0);
    const whole = typeof nComponents !== 'number' || nComponents < 1 || Number.isSafeInteger(nComponents);
    requireParameter(
      'PCA',
      'nComponents',
      nComponents,
      known && whole,
      "an integer ≥ 1, a share in (0, 1), 'mle' or null",
    );
    if (iteratedPower !== 'auto') requireCount('PCA', 'iteratedPower', iteratedPower, 0);
    requireCount('PCA', 'nOversamples', nOversamples);
  }

  #checkCount(nComponents: PCAParams['nComponents'], n: number, f: number): void {
    if (nComponents === 'mle' && n < f)
      throw new ParameterError(`PCA: nComponents 'mle' needs at least as many samples (${n}) as features (${f})`);
    if (typeof nComponents === 'number' && nComponents > Math.min(n, f))
      throw new ParameterError(
        `PCA: nComponents must be at most min(samples, features) = ${Math.min(n, f)}, not ${nComponents}`,
      );
    const isCount = nComponents === null || (typeof nComponents === 'number' && nComponents >= 1);
    if (this.params.svdSolver === 'randomized' && !isCount)
      throw new ParameterError(`PCA: nComponents ${nComponents} needs all axes; use svdSolver 'full'`);
  }

  #isRandomized(n: number, f: number): boolean {
    const { svdSolver, nComponents } = this.params;
    if (svdSolver !== 'auto') return svdSolver === 'randomized';
    const least = Math.min(n, f);
    return typeof nComponents === 'number' && nComponents >= 1 && least > largeSide && nComponents < 0.8 * least;
  }

  #randomAxes(centered: Tensor<[number, number]>, count: number): Axes {
    const { iteratedPower, nOversamples, randomState } = this.params;
    const { U, s, Vt } = randomizedSVD(centered, {
      count,
      oversamples: nOversamples,
      iterations: iteratedPower === 'auto' ? null : iteratedPower,
      rng: generatorOf('PCA', randomState),
    });
    return { s, Vt, scores: matrix(U, centered.shape[0], count).mul(vector(s)) as Tensor<[number, number]> };
  }

  #count(variances: Float64Array, total: number, n: number): number {
    const { nComponents } = this.params;
    if (nComponents === null) return variances.length;
    if (nComponents === 'mle') return likelyDimension(variances, n);
    if (nComponents >= 1) return nComponents;
    let explained = 0;
    let count = 0;
    while (count < variances.length && explained / total <= nComponents) explained += variances[count++];
    return count;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): PCAState {
    const read = new StateReader('PCA', state);
    return { ...this.readProjection(read, seen), nSamples: read.integer('nSamples', 2) };
  }
}
