import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { newMatrix } from '../preprocessing/new-matrix.ts';
import { type Donors, imputeRows, type NeighborWeights } from './impute-rows.ts';
import { readFeatures } from './missing-values.ts';

export interface KNNImputerParams {
  /** The number that stands for a missing value. */
  readonly missingValues: number;
  readonly nNeighbors: number;
  /** All neighbours count the same, or by the inverse of their distance. */
  readonly weights: NeighborWeights;
  /** Add columns of 0 and 1 that say where something was missing, for features in which `fit` saw it. */
  readonly addIndicator: boolean;
  /** Keep features of which `fit` saw no value, as zeros. */
  readonly keepEmptyFeatures: boolean;
}

interface KNNImputerState {
  /** The samples of `fit`, NaN where a value is missing. [N, F] */
  readonly samples: Float64Array;
  /** Features of which there is a value. */
  readonly known: Int32Array;
  /** Features that have an indicator. */
  readonly indicated: Int32Array;
}

const name = 'KNNImputer';

/**
 * Missing values replaced by the mean of the nearest samples that have them.
 *
 * Distances are Euclidean over the features that two samples share, scaled up to all features. Where no sample shares a feature,
 * it is the mean of all.
 *
 * @shape X [N, F] → [N, F' + indicators]
 * @special of equally near samples the first; with weights 'distance' only those at distance 0, where there are any
 * @complexity O(M·N·F) for M samples with missing values
 * @reference Troyanskaya et al. (2001); agrees with sklearn.impute.KNNImputer
 * @example
 * const X = [[1, 2], [1, NaN], [9, 8]];
 * new KNNImputer({ nNeighbors: 1 }).fitTransform(X).toArray() // => [[1, 2], [1, 2], [9, 8]]
 */
export class KNNImputer extends Transformer<KNNImputerParams, KNNImputerState> {
  static readonly estimatorName = name;
  static readonly defaults: KNNImputerParams = /* @__PURE__ */ (() => ({
    missingValues: Number.NaN,
    nNeighbors: 5,
    weights: 'uniform',
    addIndicator: false,
    keepEmptyFeatures: false,
  }))();
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  fit(X: MatrixLike, _y: unknown = null): this {
    const { missingValues, nNeighbors, weights, addIndicator } = this.params;
    requireParameter(name, 'missingValues', missingValues, typeof missingValues === 'number', 'a number');
    requireCount(name, 'nNeighbors', nNeighbors);
    requireOneOf(name, 'weights', weights, ['uniform', 'distance']);
    const { samples, columns } = tidy(() => {
      const X64 = this.fitX(X, { allowNaN: Number.isNaN(missingValues) });
      return { samples: withNaN(values(X64), missingValues), columns: X64.shape[1] };
    });
    const missing = new Int32Array(columns);
    for (let at = 0; at < samples.length; at++) if (Number.isNaN(samples[at])) missing[at % columns]++;
    const features = Int32Array.from(missing.keys());
    return this.learn({
      samples,
      known: features.filter((j) => missing[j] < samples.length / columns),
      indicated: addIndicator ? features.filter((j) => missing[j] > 0) : new Int32Array(0),
    });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { samples, known, indicated } = this.learned;
    const { missingValues, nNeighbors, weights, keepEmptyFeatures } = this.params;
    return tidy(() => {
      const X64 = this.checkX(X, 'transform', { allowNaN: Number.isNaN(missingValues) });
      const [rows, columns] = X64.shape;
      const before = withNaN(values(X64), missingValues);
      const filled = before.slice();
      const donors: Donors = { samples, columns, nNeighbors, weights };
      imputeRows(filled, before, donors);
      const kept = keepEmptyFeatures ? Int32Array.from({ length: columns }, (_, j) => j) : known;
      const width = kept.length + indicated.length;
      const out = newMatrix(rows, width);
      const to = values(out);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < kept.length; k++)
          to[i * width + k] = known.includes(kept[k]) ? filled[i * columns + kept[k]] : 0;
        for (let k = 0; k < indicated.length; k++)
          to[i * width + kept.length + k] = Number.isNaN(before[i * columns + indicated[k]]) ? 1 : 0;
      }
      return out;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const names = this.inputNames(inputNames);
    const { known, indicated } = this.learned;
    const kept = this.params.keepEmptyFeatures ? names : Array.from(known, (j) => names[j]);
    return [...kept, ...Array.from(indicated, (j) => `missingindicator_${names[j]}`)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KNNImputerState {
    const read: StateReader = new StateReader(name, state);
    const count = seen?.count ?? 0;
    const samples = read.float64('samples');
    read.require(
      count > 0 && samples.length > 0 && samples.length % count === 0,
      `has no samples of ${count} features`,
    );
    return { samples, known: readFeatures(read, 'known', count), indicated: readFeatures(read, 'indicated', count) };
  }
}

/** A copy with NaN for what stands for a missing value. */
function withNaN(data: Float64Array, missing: number): Float64Array {
  const out = data.slice();
  if (!Number.isNaN(missing)) for (let at = 0; at < out.length; at++) if (out[at] === missing) out[at] = Number.NaN;
  return out;
}
