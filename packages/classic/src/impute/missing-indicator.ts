import { type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { CellsLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { integers, matrix } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  columnsThatMiss,
  columnsWithMissing,
  type MissingValue,
  missingMask,
  readFeatures,
  requireMissingValue,
} from './missing-values.ts';

export interface MissingIndicatorParams {
  readonly missingValues: MissingValue;
  /** A column for every feature, or for those in which `fit` saw something missing. */
  readonly features: 'missing-only' | 'all';
  /** Refuse, with 'missing-only', X that misses values where `fit` saw none missing. */
  readonly errorOnNew: boolean;
}

interface MissingIndicatorState {
  readonly features: Int32Array;
}

const name = 'MissingIndicator';

/**
 * Where values are missing, as columns of 0 and 1.
 *
 * @shape X [N, F] → [N, number of features with missing values]
 * @reference agrees with sklearn.impute.MissingIndicator
 * @example
 * new MissingIndicator().fitTransform([[1, NaN], [2, 3]]).toArray() // => [[1], [0]]
 */
export class MissingIndicator extends Transformer<MissingIndicatorParams, MissingIndicatorState, CellsLike> {
  static readonly estimatorName = name;
  static readonly defaults: MissingIndicatorParams = {
    missingValues: null,
    features: 'missing-only',
    errorOnNew: true,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true, acceptsCells: true });

  /** The features that have a column. @shape → [features] int32 */
  get features_(): Tensor<[number]> {
    return integers(this.learned.features);
  }

  fit(X: CellsLike, _y: unknown = null): this {
    requireMissingValue(name, this.params.missingValues);
    requireOneOf(name, 'features', this.params.features, ['missing-only', 'all']);
    const { columns, names } = tidy(() => columnsWithMissing(`${name}.fit`, X, this.params.missingValues));
    const features = this.params.features === 'all' ? Int32Array.from(columns.keys()) : columnsThatMiss(columns);
    this.see({ count: columns.length, names });
    return this.learn({ features });
  }

  /** @throws {DataError} when values are missing where `fit` saw none missing, with `errorOnNew` */
  transform(X: CellsLike): Tensor<[number, number]> {
    const { features } = this.learned;
    const op = `${name}.transform`;
    return tidy(() => {
      const { rows, columns } = columnsWithMissing(op, X, this.params.missingValues, this.nFeaturesIn_);
      const odd = columnsThatMiss(columns).find((j) => !features.includes(j));
      if (this.params.errorOnNew && odd !== undefined)
        throw new DataError(`${op}: X misses values in column ${odd}, where fit saw none missing`);
      const out = new Float64Array(rows * features.length);
      features.forEach((feature, j) => {
        const mask = missingMask(columns[feature]);
        for (let i = 0; i < rows; i++) out[i * features.length + j] = mask[i];
      });
      return matrix(out, rows, features.length);
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const names = this.inputNames(inputNames);
    return Array.from(this.learned.features, (j) => `missingindicator_${names[j]}`);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): MissingIndicatorState {
    return { features: readFeatures(new StateReader(name, state), 'features', seen?.count ?? 0) };
  }
}
