import { kNearest, neighborIndex } from '../neighbors/neighbor-index.ts';

/**
 * The k nearest of each row among the others.
 *
 * @shape data [N, columns], rows [n] → rows of data [n · k], those of rows[i] in [i · k, (i + 1) · k)
 */
export function nearestOthers(data: Float64Array, columns: number, rows: Int32Array, k: number): Int32Array {
  const samples = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    samples.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  const search = { algorithm: 'auto', leafSize: 30, metric: 'euclidean', p: 2, nJobs: null } as const;
  const index = neighborIndex('SMOTE', { samples, features: columns, expected: k + 1 }, search);
  const { indices } = kNearest(index, null, k + 1);
  const out = new Int32Array(rows.length * k);
  for (let i = 0; i < rows.length; i++) {
    // a sample is its own nearest, but for equal ones that come before it
    let at = i * k;
    for (let j = i * (k + 1); j < (i + 1) * (k + 1) && at < (i + 1) * k; j++)
      if (indices[j] !== i) out[at++] = rows[indices[j]];
  }
  return out;
}
