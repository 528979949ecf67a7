import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions, ScoreOptions } from '../base/classifier.ts';
import { Clusterer } from '../base/clusterer.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { integers, matrix, values } from '../base/values.ts';
import { euclideanDistances } from '../pairwise/euclidean-distances.ts';
import { inertiaOf, NearestCentre } from './nearest-centre.ts';

export interface CentreState {
  /** @shape [K, D] */
  readonly centres: Float64Array;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
}

/** A clusterer whose clusters are what is nearest to each of K centres. */
export abstract class CentreClusterer<P extends object, S extends CentreState> extends Clusterer<P, S> {
  /** @shape → [K, D] */
  get clusterCenters_(): Tensor<[number, number]> {
    const { centres } = this.learned;
    return matrix(centres, centres.length / this.nFeaturesIn_, this.nFeaturesIn_);
  }

  /** Σ w·‖x − c(x)‖² over the samples of `fit`: squared distances to the centres. */
  get inertia_(): number {
    return this.learned.inertia;
  }

  /** Iterations of the best start. */
  get nIter_(): number {
    return this.learned.iterations;
  }

  /** The nearest centre of each sample. @shape X [N, D] → [N] int32 */
  predict(X: MatrixLike): Tensor<[number]> {
    return tidy(() => {
      const samples = this.checkX(X, 'predict');
      const nearest = new NearestCentre(samples, null, this.#count);
      nearest.assign(this.learned.centres);
      return integers(nearest.labels);
    });
  }

  /** Distances to the centres. @shape X [N, D] → [N, K] */
  transform(X: MatrixLike): Tensor {
    return tidy(() => euclideanDistances(this.checkX(X, 'transform'), this.clusterCenters_));
  }

  fitTransform(X: MatrixLike, y?: unknown, options: FitOptions = {}): Tensor {
    return this.fit(X, y, options).transform(X);
  }

  /** −Σ w·‖x − c(x)‖² */
  score(X: MatrixLike, _y?: unknown, { sampleWeight = null }: ScoreOptions = {}): number {
    return tidy(() => {
      const samples = this.checkX(X, 'score');
      const weights = checkWeights(`${this.class.estimatorName}.score`, sampleWeight, samples);
      const nearest = new NearestCentre(samples, null, this.#count);
      nearest.assign(this.learned.centres);
      return -inertiaOf(values(samples), weights, this.learned.centres, nearest.labels);
    });
  }

  /** kmeans0, kmeans1, … */
  getFeatureNamesOut(): string[] {
    const stem = this.class.estimatorName.toLowerCase();
    return Array.from({ length: this.learned.centres.length / this.nFeaturesIn_ }, (_, k) => `${stem}${k}`);
  }

  get #count(): number {
    return this.learned.centres.length / this.nFeaturesIn_;
  }
}
