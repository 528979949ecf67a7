import { fromBuffer, type Tensor } from '@ml/tensor';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import { checkCount } from './metric-weights.ts';

/** How often each pair of a class and a cluster occurs. */
export interface Contingency {
  readonly samples: number;
  /** Samples of each class. */
  readonly rows: Float64Array;
  /** Samples of each cluster. */
  readonly columns: Float64Array;
  /** The pairs that occur, by class and then cluster. */
  readonly row: Int32Array;
  readonly column: Int32Array;
  readonly count: Float64Array;
}

/** Up to so many cells are counted in a table; more in a map. */
const mostCells = 2 ** 22;

/** Counts pairs of labels. @complexity O(N) */
export function contingency(op: string, labelsTrue: Labels, labelsPred: Labels): Contingency {
  const truth = encodeLabels<Label>(op, labelsTrue);
  const guess = encodeLabels<Label>(op, labelsPred);
  const n = truth.codes.length;
  checkCount(op, n, guess.codes.length, 'labelsPred', 'labelsTrue');
  const k = guess.classes.length;
  const cells = countCells(truth.codes, guess.codes, k, truth.classes.length * k);
  const rows = new Float64Array(truth.classes.length);
  const columns = new Float64Array(k);
  const row = Int32Array.from(cells, ([cell]) => Math.floor(cell / k));
  const column = Int32Array.from(cells, ([cell]) => cell % k);
  cells.forEach(([, count], i) => {
    rows[row[i]] += count;
    columns[column[i]] += count;
  });
  return { samples: n, rows, columns, row, column, count: Float64Array.from(cells, ([, count]) => count) };
}

/** Cells that are not empty, with their counts, in order. */
function countCells(truth: Int32Array, guess: Int32Array, k: number, size: number): [number, number][] {
  if (size <= mostCells) {
    const table = new Float64Array(size);
    for (let i = 0; i < truth.length; i++) table[truth[i] * k + guess[i]]++;
    const cells: [number, number][] = [];
    table.forEach((count, cell) => {
      if (count > 0) cells.push([cell, count]);
    });
    return cells;
  }
  const counts = new Map<number, number>();
  truth.forEach((code, i) => {
    const cell = code * k + guess[i];
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  });
  return [...counts].sort(([a], [b]) => a - b);
}

/**
 * How many samples of class i (rows) are in cluster j (columns).
 *
 * @shape → [classes, clusters] int32
 * @reference agrees with sklearn.metrics.cluster.contingency_matrix
 * @example
 * contingencyMatrix(['a', 'a', 'b'], [0, 1, 1]).toArray() // => [[1, 1], [0, 1]]
 */
export function contingencyMatrix(labelsTrue: Labels, labelsPred: Labels): Tensor<[number, number]> {
  const { rows, columns, row, column, count } = contingency('contingencyMatrix', labelsTrue, labelsPred);
  const table = new Int32Array(rows.length * columns.length);
  for (let i = 0; i < count.length; i++) table[row[i] * columns.length + column[i]] = count[i];
  return fromBuffer(table, [rows.length, columns.length]) as Tensor<[number, number]>;
}
