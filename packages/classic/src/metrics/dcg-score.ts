import { ShapeError } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireParameter } from '../base/parameter-error.ts';
import { type ScoreMatrix, scoreMatrix } from './class-scores.ts';
import { average, metricWeights, type WeightedOptions } from './metric-weights.ts';
import { descendingOrder } from './threshold-counts.ts';

export interface NdcgOptions extends WeightedOptions {
  /** Only the k highest scores count; null: all. */
  readonly k?: number | null | undefined;
  /** There are no ties, which saves the work of averaging over them; default false. */
  readonly ignoreTies?: boolean | undefined;
}

export interface DcgOptions extends NdcgOptions {
  /** Base of the logarithm of the discount; default 2. */
  readonly logBase?: number | undefined;
}

/**
 * Discounted cumulative gain: true relevances in the order of the scores, each divided by log₂(1 + rank), summed; the mean over
 * samples. Equal scores share the discounts of their ranks.
 *
 * @shape yTrue, yScore [N, L] → number
 * @reference Järvelin & Kekäläinen (2002); McSherry & Najork (2008); agrees with sklearn.metrics.dcg_score
 * @example
 * dcgScore([[3, 2]], [[0.9, 0.1]]).toFixed(4) // => '4.2619'
 */
export function dcgScore(yTrue: MatrixLike, yScore: MatrixLike, options: DcgOptions = {}): number {
  const { truth, scores, weights } = rankings('dcgScore', yTrue, yScore, options);
  return average(gains(truth, scores, options), weights);
}

/**
 * Discounted cumulative gain as a share of the greatest that could be reached, 0 … 1 for relevances ≥ 0.
 *
 * @shape yTrue, yScore [N, L] → number
 * @special 0 for samples without any relevance
 * @reference agrees with sklearn.metrics.ndcg_score
 * @example
 * ndcgScore([[1, 0]], [[0.9, 0.1]]) // => 1
 */
export function ndcgScore(yTrue: MatrixLike, yScore: MatrixLike, options: NdcgOptions = {}): number {
  const { truth, scores, weights } = rankings('ndcgScore', yTrue, yScore, options);
  const best = gains(truth, truth, { ...options, ignoreTies: true });
  const found = gains(truth, scores, options).map((gain, i) => (best[i] === 0 ? 0 : gain / best[i]));
  return average(found, weights);
}

function rankings(
  op: string,
  yTrue: MatrixLike,
  yScore: MatrixLike,
  { k = null, logBase = 2, sampleWeight }: DcgOptions,
): { truth: ScoreMatrix; scores: ScoreMatrix; weights: Float64Array | null } {
  if (k !== null) requireCount(op, 'k', k);
  requireParameter(op, 'logBase', logBase, logBase > 0 && logBase !== 1, '> 0 and not 1');
  const truth = scoreMatrix(op, yTrue, 'yTrue');
  const scores = scoreMatrix(op, yScore);
  if (truth.isVector) throw new DataError(`${op}: yTrue must be a matrix [samples, items]`);
  if (truth.rows !== scores.rows || truth.columns !== scores.columns) {
    const shapes = [truth, scores].map(({ rows, columns }) => [rows, columns]);
    throw new ShapeError({ op, problem: 'yTrue and yScore have different shapes', shapes });
  }
  return { truth, scores, weights: metricWeights(op, sampleWeight, truth.rows) };
}

function gains(truth: ScoreMatrix, scores: ScoreMatrix, options: DcgOptions): Float64Array {
  const { k = null, logBase = 2, ignoreTies = false } = options;
  const { rows, columns } = truth;
  const discounts = Float64Array.from({ length: columns }, (_, rank) =>
    k !== null && rank >= k ? 0 : Math.log(logBase) / Math.log(rank + 2),
  );
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const relevance = truth.data.subarray(i * columns, (i + 1) * columns);
    const row = scores.data.subarray(i * columns, (i + 1) * columns);
    const order = descendingOrder(row);
    for (let rank = 0; rank < columns; ) {
      let end = rank + 1;
      if (!ignoreTies) while (end < columns && row[order[end]] === row[order[rank]]) end++;
      let gain = 0;
      let discount = 0;
      for (let r = rank; r < end; r++) {
        gain += relevance[order[r]];
        discount += discounts[r];
      }
      out[i] += (gain / (end - rank)) * discount;
      rank = end;
    }
  }
  return out;
}
