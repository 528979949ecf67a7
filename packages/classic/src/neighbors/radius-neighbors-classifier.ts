import { type Tensor, tidy } from '@ml/tensor';
import { Classifier } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { type Label, type Labels, type Predicted, predictedLabels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireNonNegative, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import {
  indexedCount,
  type NeighborIndex,
  type NeighborSearchParams,
  neighborIndex,
  readNeighborIndex,
  requireNeighborSearch,
} from './neighbor-index.ts';
import {
  listsWithin,
  type NeighborQuery,
  type RadiusNeighbors,
  type RadiusNeighborsGraphOptions,
  type RadiusNeighborsOptions,
  radiusNeighbors,
  radiusNeighborsGraph,
} from './neighbor-queries.ts';
import { type NeighborSums, type NeighborWeights, neighborVotes, requireNeighborWeights } from './neighbor-weights.ts';

export interface RadiusNeighborsClassifierParams extends NeighborSearchParams {
  readonly radius: number;
  readonly weights: NeighborWeights;
  /** The class of samples without neighbours: a label, 'mostFrequent', or null, which makes them an error. */
  readonly outlierLabel: Label | 'mostFrequent' | null;
}

interface RadiusNeighborsClassifierState<L extends Label> {
  readonly classes: readonly L[];
  readonly codes: Int32Array;
  readonly outlierLabel: L | null;
  readonly index: NeighborIndex;
}

/**
 * The class that most of the samples within a radius have; of equally many the first.
 *
 * @shape X [N, F] → [N]; probabilities [N, K]
 * @complexity as `NearestNeighbors`
 * @reference agrees with sklearn.neighbors.RadiusNeighborsClassifier
 * @example
 * new RadiusNeighborsClassifier({ radius: 1.5 }).fit([[0], [1], [2], [9]], [0, 1, 1, 0]).predict([[1]]).toArray() // => [1]
 */
export class RadiusNeighborsClassifier<L extends Label = number> extends Classifier<
  RadiusNeighborsClassifierParams,
  RadiusNeighborsClassifierState<L>,
  L
> {
  static readonly estimatorName = 'RadiusNeighborsClassifier';
  static readonly defaults: RadiusNeighborsClassifierParams = {
    radius: 1,
    weights: 'uniform',
    algorithm: 'auto',
    leafSize: 30,
    p: 2,
    metric: 'minkowski',
    outlierLabel: null,
    nJobs: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier');

  /** The class of samples without neighbours; null where they are an error. */
  get outlierLabel_(): L | null {
    return this.learned.outlierLabel;
  }

  /** Number of samples of `fit`. */
  get nSamplesFit_(): number {
    return indexedCount(this.learned.index);
  }

  fit(X: MatrixLike, y: Labels<L>): this {
    const { radius, weights } = this.params;
    requireNonNegative('RadiusNeighborsClassifier', 'radius', radius);
    requireNeighborWeights('RadiusNeighborsClassifier', weights);
    requireNeighborSearch('RadiusNeighborsClassifier', this.params);
    return tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y, 1);
      const index = neighborIndex(
        'RadiusNeighborsClassifier',
        { samples: values(samples), features: samples.shape[1] },
        this.params,
      );
      return this.learn({ classes, codes, index, outlierLabel: this.#outlierLabel(classes, codes) });
    });
  }

  #outlierLabel(classes: readonly L[], codes: Int32Array): L | null {
    const { outlierLabel } = this.params;
    if (outlierLabel === null) return null;
    if (outlierLabel === 'mostFrequent') {
      const counts = new Float64Array(classes.length);
      for (const code of codes) counts[code]++;
      return classes[largestOfRows(counts, classes.length)[0]];
    }
    const fits = typeof outlierLabel === typeof classes[0];
    requireParameter(
      'RadiusNeighborsClassifier',
      'outlierLabel',
      outlierLabel,
      fits,
      `a ${typeof classes[0]}, as labels are`,
    );
    return outlierLabel as L;
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes, outlierLabel } = this.learned;
    const { sums, totals } = tidy(() => this.#votes(X, 'predict'));
    const best = largestOfRows(sums, classes.length);
    return predictedLabels(
      Array.from(best, (code, i) => (totals[i] === 0 && outlierLabel !== null ? outlierLabel : classes[code])),
    );
  }

  /** Share of the votes; all 0 for a sample without neighbours, unless its class is among the known. @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    const { classes, outlierLabel } = this.learned;
    const { sums, totals } = tidy(() => this.#votes(X, 'predictProba'));
    const outlier = outlierLabel === null ? -1 : classes.indexOf(outlierLabel);
    for (let row = 0; row < totals.length; row++) {
      for (let k = 0; k < classes.length; k++) sums[row * classes.length + k] /= totals[row] || 1;
      if (totals[row] === 0 && outlier >= 0) sums[row * classes.length + outlier] = 1;
    }
    return matrix(sums, totals.length, classes.length);
  }

  /** As `NearestNeighbors.radiusNeighbors`. */
  radiusNeighbors(
    X: MatrixLike | null = null,
    { radius = this.params.radius, sortResults = false }: RadiusNeighborsOptions = {},
  ): RadiusNeighbors {
    return tidy(() => radiusNeighbors(this.#query(X, 'radiusNeighbors'), radius, sortResults));
  }

  /** As `NearestNeighbors.radiusNeighborsGraph`. @shape X [Q, F] → [Q, N] */
  radiusNeighborsGraph(
    X: MatrixLike | null = null,
    { radius = this.params.radius, mode = 'connectivity' }: RadiusNeighborsGraphOptions = {},
  ): Tensor<[number, number]> {
    return tidy(() => radiusNeighborsGraph(this.#query(X, 'radiusNeighborsGraph'), radius, mode));
  }

  /** @throws {DataError} when a sample has no neighbours, and there is no label for such */
  #votes(X: MatrixLike, method: string): NeighborSums {
    const { codes, classes, outlierLabel } = this.learned;
    const query = this.#query(X, method);
    const lists = listsWithin(query, this.params.radius, false);
    const lonely = lists.offsets.findIndex((offset, i) => i > 0 && offset === lists.offsets[i - 1]) - 1;
    if (lonely >= 0 && outlierLabel === null)
      throw new DataError(
        `${query.op}: no sample of fit is within ${this.params.radius} of row ${lonely}; set outlierLabel or a larger radius`,
      );
    return neighborVotes(lists, this.params.weights, codes, classes.length);
  }

  #query(X: MatrixLike | null, method: string): NeighborQuery {
    const { index } = this.learned;
    const queries = X === null ? null : values(this.checkX(X, method));
    return { op: `RadiusNeighborsClassifier.${method}`, index, queries, nJobs: this.params.nJobs };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): RadiusNeighborsClassifierState<L> {
    const read: StateReader = new StateReader('RadiusNeighborsClassifier', state);
    const classes = read.classes<L>();
    const index = readNeighborIndex(read.object('index'), seen?.count ?? 0);
    const outlierLabel = read.raw('outlierLabel') as L | null;
    read.require(outlierLabel === null || typeof outlierLabel === typeof classes[0], 'has no label outlierLabel');
    return { classes, index, outlierLabel, codes: read.int32('codes', indexedCount(index), classes.length) };
  }
}
