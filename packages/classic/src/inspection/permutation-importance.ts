import { type Tensor, tidy } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { isTableLike, type TableLike } from '../base/matrix-like.ts';
import { requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { matrix, vector } from '../base/values.ts';
import { namedScorers, scoreBy } from '../metrics/check-scoring.ts';
import type { Scorer, ScorerOptions } from '../metrics/make-scorer.ts';
import type { ScorerName } from '../metrics/scorers.ts';
import { toPortable } from '../model-selection/portable-samples.ts';
import { type Samples, takeSamples } from '../model-selection/samples.ts';

export interface PermutationImportanceOptions extends ScorerOptions {
  /** A scorer or its name; default: the estimator's own `score`. */
  readonly scoring?: ScorerName | Scorer | null | undefined;
  /** How many times each feature is shuffled; default 5. */
  readonly nRepeats?: number | undefined;
  readonly randomState?: RandomState | undefined;
}

export interface PermutationImportance {
  /** [F] */
  readonly importancesMean: Tensor<[number]>;
  /** [F] */
  readonly importancesStd: Tensor<[number]>;
  /** [F, repeats] */
  readonly importances: Tensor<[number, number]>;
}

/**
 * How much the score of a fitted estimator falls when the values of one feature are shuffled.
 *
 * Shuffling breaks what the feature says of y and of the other features; features that say the same hide each other.
 *
 * @shape X [N, F]
 * @complexity F · nRepeats predictions of all samples
 * @reference Breiman (2001); sklearn.inspection.permutation_importance
 */
export function permutationImportance(
  estimator: AnyEstimator,
  X: Samples,
  y: Samples | null,
  options: PermutationImportanceOptions = {},
): PermutationImportance {
  const op = 'permutationImportance';
  const { scoring = null, nRepeats = 5, randomState = null, sampleWeight = null } = options;
  requireCount(op, 'nRepeats', nRepeats);
  const named = namedScorers(op, scoring);
  const rng = generatorOf(op, randomState);
  const { falls, columns } = tidy(() => {
    const judge = (samples: Samples): number => scoreBy(named, estimator, { X: samples, y }, { sampleWeight }).score;
    const { n, columns, shuffled } = shuffler(X);
    const base = judge(X);
    const falls = new Float64Array(columns * nRepeats);
    for (let j = 0; j < columns; j++) {
      for (let repeat = 0; repeat < nRepeats; repeat++) {
        const order = rng.permutation(n);
        falls[j * nRepeats + repeat] = base - tidy(() => judge(shuffled(j, order)));
      }
    }
    return { falls, columns };
  });
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const own = falls.subarray(j * nRepeats, (j + 1) * nRepeats);
    means[j] = own.reduce((sum, fall) => sum + fall, 0) / nRepeats;
    deviations[j] = Math.sqrt(own.reduce((sum, fall) => sum + (fall - means[j]) ** 2, 0) / nRepeats);
  }
  return {
    importancesMean: vector(means),
    importancesStd: vector(deviations),
    importances: matrix(falls, columns, nRepeats),
  };
}

/** X with the entries of one column in another order. */
interface Shuffler {
  readonly n: number;
  readonly columns: number;
  readonly shuffled: (column: number, order: Int32Array) => Samples;
}

function shuffler(X: Samples): Shuffler {
  if (isTableLike(X)) return tableShuffler(X);
  const portable = toPortable(X);
  if (portable.kind !== 'tensor') {
    const rows = X as ArrayLike<readonly unknown[]>;
    const shuffled = (column: number, order: Int32Array): Samples =>
      Array.from(rows, (row, i) => row.map((cell, j) => (j === column ? rows[order[i]][column] : cell)));
    return { n: rows.length, columns: rows[0].length, shuffled };
  }
  const [n, columns] = portable.shape;
  const data = Float64Array.from(portable.data);
  return {
    n,
    columns,
    shuffled: (column, order) => {
      const copy = data.slice();
      for (let i = 0; i < n; i++) copy[i * columns + column] = data[order[i] * columns + column];
      return matrix(copy, n, columns);
    },
  };
}

function tableShuffler(table: TableLike): Shuffler {
  return {
    n: table.rowCount,
    columns: table.columnNames.length,
    shuffled: (column, order) => ({
      columnNames: table.columnNames,
      rowCount: table.rowCount,
      column: (name) => {
        const cells = table.column(name);
        return name === table.columnNames[column] ? takeSamples(Array.from(cells), order) : cells;
      },
    }),
  };
}
