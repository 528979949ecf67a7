import { average } from './metric-weights.ts';
import {
  type Combined,
  combine,
  type Multioutput,
  type RegressionOptions,
  type RegressionTargets,
} from './regression-targets.ts';

export interface ExplainedOptions<M = Multioutput | 'variance_weighted'> extends RegressionOptions<M> {
  /** A constant target scores 1 where it is predicted exactly, else 0; otherwise 0/0 and 1/0 are what they are. Default true. */
  readonly forceFinite?: boolean | undefined;
}

/** y − ŷ */
export function residualsOf({ truth, guess }: RegressionTargets): Float64Array {
  const out = new Float64Array(truth.length);
  for (let i = 0; i < out.length; i++) out[i] = truth[i] - guess[i];
  return out;
}

/** Σw(v − c)² of one column. */
export function spread(
  values: Float64Array,
  { k, weights }: RegressionTargets,
  column: number,
  centre: number,
): number {
  let sum = 0;
  if (weights === null) {
    for (let at = column; at < values.length; at += k) {
      const apart = values[at] - centre;
      sum += apart * apart;
    }
    return sum;
  }
  for (let at = column, i = 0; i < weights.length; at += k, i++) {
    const apart = values[at] - centre;
    sum += weights[i] * apart * apart;
  }
  return sum;
}

/** Weighted mean of one column, as the first value and the mean distance from it: exact where the column is constant. */
export function columnMean(values: Float64Array, { n, k, weights }: RegressionTargets, column: number): number {
  const first = values[column];
  let sum = 0;
  if (weights === null) {
    for (let at = column; at < values.length; at += k) sum += values[at] - first;
    return first + sum / n;
  }
  let total = 0;
  for (let at = column, i = 0; i < n; at += k, i++) {
    sum += weights[i] * (values[at] - first);
    total += weights[i];
  }
  return first + sum / total;
}

/** 1 − left / whole of each target, combined; 'variance_weighted' counts targets by what there was to explain. */
export function explained<M>(
  op: string,
  left: Float64Array,
  whole: Float64Array,
  { multioutput, forceFinite = true }: ExplainedOptions<M | Multioutput | 'variance_weighted'>,
): Combined<M> {
  const scores = left.map((rest, k) => {
    if (!forceFinite || (rest !== 0 && whole[k] !== 0)) return 1 - rest / whole[k];
    return rest === 0 ? 1 : 0;
  });
  if (multioutput !== 'variance_weighted') return combine<M>(op, scores, multioutput);
  return average(scores, whole.some((value) => value !== 0) ? whole : null) as Combined<M>;
}
