import { slice, sub, type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { svdFlip } from '../linalg/svd-flip.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments } from '../preprocessing/column-moments.ts';
import { exactAxes } from './axes.ts';
import { Projection, type ProjectionState } from './projection.ts';

export interface IncrementalPCAParams {
  /** Axes to keep; null: min(samples of the first batch, F). */
  readonly nComponents: number | null;
  /** Scale the projections to variance 1. */
  readonly whiten: boolean;
  /** Samples taken at a time by `fit`; null: 5·F. */
  readonly batchSize: number | null;
}

interface IncrementalPCAState extends ProjectionState {
  /** Biased variance of each feature. */
  readonly variance: Float64Array;
  readonly nSamplesSeen: number;
}

/**
 * Principal component analysis of samples that come in batches.
 *
 * What is known of earlier batches, diag(σ)·C and the way the mean has moved, stands as a few rows above the centred new batch;
 * the SVD of that gives the new axes. Memory is that of a batch. The largest element of each axis is positive.
 *
 * @shape X [N, F] → [N, K]
 * @complexity O(N·F·min(batch, F)) time, O(batch·F) memory
 * @reference Ross et al., Incremental learning for robust visual tracking (2008); agrees with sklearn.decomposition.IncrementalPCA
 * @example
 * new IncrementalPCA({ nComponents: 1, batchSize: 2 }).fit([[0, 0], [2, 0], [4, 0], [6, 0]]).mean_.toArray() // => [3, 0]
 */
export class IncrementalPCA extends Projection<IncrementalPCAParams, IncrementalPCAState> {
  static readonly estimatorName = 'IncrementalPCA';
  static readonly defaults: IncrementalPCAParams = { nComponents: null, whiten: false, batchSize: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { fitsOneSample: false, orderInvariant: false });

  /** Biased variance of each feature. @shape → [F] */
  get var_(): Tensor<[number]> {
    return vector(this.learned.variance);
  }

  /** Number of samples seen in all batches. */
  get nSamplesSeen_(): number {
    return this.learned.nSamplesSeen;
  }

  fit(X: MatrixLike): this {
    this.#checkParams();
    const { nComponents, batchSize } = this.params;
    return tidy(() => {
      const samples = this.fitX(X, { minSamples: 2 });
      const [n, f] = samples.shape;
      const size = batchSize ?? 5 * f;
      let state: IncrementalPCAState | null = null;
      for (let start = 0; start < n; ) {
        // A last batch too small to be decomposed goes with the one before.
        const end = start + size + (nComponents ?? 1) > n ? n : start + size;
        state = this.#absorb(slice(samples, [start, end]) as Tensor<[number, number]>, state);
        start = end;
      }
      return this.learn(state as IncrementalPCAState);
    });
  }

  /** Takes another batch in. @shape X [N, F] @throws {ParameterError} when the batch has fewer samples than there are components */
  partialFit(X: MatrixLike): this {
    this.#checkParams();
    return tidy(() => {
      const samples = this.isFitted ? this.checkX(X, 'partialFit') : this.fitX(X);
      return this.learn(this.#absorb(samples, this.isFitted ? this.learned : null));
    });
  }

  #absorb(batch: Tensor<[number, number]>, before: IncrementalPCAState | null): IncrementalPCAState {
    const [n, f] = batch.shape;
    const count = this.params.nComponents ?? before?.singularValues.length ?? Math.min(n, f);
    if (count > f)
      throw new ParameterError(
        `IncrementalPCA: nComponents must be at most the number of features, ${f}, not ${count}`,
      );
    if (this.params.nComponents !== null && count > n)
      throw new ParameterError(`IncrementalPCA: a batch of ${n} samples is too small for ${count} components`);
    const moments = columnMoments(values(batch).slice(), f, null);
    const seen = before?.nSamplesSeen ?? 0;
    const total = seen + n;
    if (total < 2) throw new DataError('IncrementalPCA: at least 2 samples are needed');
    const mean = new Float64Array(f);
    const variance = new Float64Array(f);
    for (let j = 0; j < f; j++) {
      const step = moments.mean[j] - (before?.mean[j] ?? 0);
      mean[j] = before === null ? moments.mean[j] : before.mean[j] + (step * n) / total;
      const spread = seen * (before?.variance[j] ?? 0) + n * moments.variance[j];
      variance[j] = (spread + (before === null ? 0 : (step * step * seen * n) / total)) / total;
    }
    const centered = values(sub(batch, vector(moments.mean)) as Tensor);
    const rows = before === null ? centered : this.#stack(before, centered, moments.mean, n);
    const { s, Vt, scores } = exactAxes(matrix(rows, rows.length / f, f));
    svdFlip(values(scores), Vt, s.length, { by: 'Vt' });
    const all = s.map((value) => value ** 2 / (total - 1));
    const whole = variance.reduce((sum, value) => sum + value, 0) * total;
    const rest = all.subarray(count);
    return {
      mean,
      variance,
      components: Vt.slice(0, count * f),
      explainedVariance: all.slice(0, count),
      explainedVarianceRatio: s.slice(0, count).map((value) => value ** 2 / whole),
      singularValues: s.slice(0, count),
      noiseVariance: count === n || count === f ? 0 : rest.reduce((sum, value) => sum + value, 0) / rest.length,
      nSamplesSeen: total,
    };
  }

  /** diag(σ)·C, the centred batch, and the distance of the means as a row of its own. */
  #stack(before: IncrementalPCAState, centered: Float64Array, batchMean: Float64Array, n: number): Float64Array {
    const f = batchMean.length;
    const { components, singularValues, mean, nSamplesSeen } = before;
    const known = components.map((value, i) => value * singularValues[Math.floor(i / f)]);
    const weight = Math.sqrt((nSamplesSeen / (nSamplesSeen + n)) * n);
    const rows = new Float64Array(known.length + centered.length + f);
    rows.set(known);
    rows.set(centered, known.length);
    rows.set(
      batchMean.map((value, j) => weight * (mean[j] - value)),
      known.length + centered.length,
    );
    return rows;
  }

  #checkParams(): void {
    const { nComponents, batchSize } = this.params;
    if (nComponents !== null) requireCount('IncrementalPCA', 'nComponents', nComponents);
    if (batchSize !== null) requireCount('IncrementalPCA', 'batchSize', batchSize);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): IncrementalPCAState {
    const read = new StateReader('IncrementalPCA', state);
    return {
      ...this.readProjection(read, seen),
      variance: read.float64('variance', seen?.count ?? 0),
      nSamplesSeen: read.integer('nSamplesSeen', 2),
    };
  }
}
