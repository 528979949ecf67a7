import { allocate, heapView, type Rng, type Tensor } from '@ml/tensor';
import { binThresholds } from './bin-thresholds.ts';
import { sortNumbers } from './sort-numbers.ts';

/** Quantiles are those of at most this many samples. */
const mostSamples = 200_000;

/** Features as numbers of bins. */
export interface BinnedFeatures {
  /** [F, N], each feature in one piece; missing values are in the last bin. */
  readonly codes: Tensor;
  /** Bins that any feature may have, that for missing values included: maxBins + 1. */
  readonly bins: number;
  /** Between which values bins end; for categorical features the categories themselves. */
  readonly thresholds: readonly Float64Array[];
  /** Bins of each feature, without that for missing values. @shape [F] */
  readonly used: Int32Array;
  /** 1 where a value is missing. @shape [F] */
  readonly hasMissing: Uint8Array;
}

/**
 * Cuts every feature into bins.
 *
 * @param x [N, F]
 * @param categories of each feature that has them, ascending; null for the others
 * @param rng draws the samples that quantiles are taken of, where there are more than 200,000
 */
export function binFeatures(
  x: Float64Array,
  features: number,
  options: { readonly maxBins: number; readonly categories: readonly (Float64Array | null)[]; readonly rng: Rng },
): BinnedFeatures {
  const { maxBins, categories, rng } = options;
  const n = x.length / features;
  const codes = allocate([features, n], 'uint8');
  const chosen = n > mostSamples ? rng.choice(n, mostSamples, { replace: false }) : null;
  const thresholds: Float64Array[] = [];
  const used = new Int32Array(features);
  const hasMissing = new Uint8Array(features);
  const out = heapView(codes) as Uint8Array;
  const column = new Float64Array(n);
  for (let j = 0; j < features; j++) {
    for (let i = 0; i < n; i++) column[i] = x[i * features + j];
    const own = categories[j] ?? binThresholds(sortNumbers(present(column, chosen)), maxBins);
    thresholds.push(own);
    used[j] = categories[j] === null ? own.length + 1 : own.length;
    hasMissing[j] = mapToBins(out.subarray(j * n, (j + 1) * n), column, own, maxBins) ? 1 : 0;
  }
  return { codes, bins: maxBins + 1, thresholds, used, hasMissing };
}

/** The values that are not missing, of these samples or all. */
function present(column: Float64Array, samples: Int32Array | null): Float64Array {
  const n = samples === null ? column.length : samples.length;
  const out = new Float64Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const value = column[samples === null ? i : samples[i]];
    if (!Number.isNaN(value)) out[count++] = value;
  }
  return out.subarray(0, count);
}

/** Bin of each value: the number of thresholds below it. @returns whether a value is missing */
export function mapToBins(
  out: Uint8Array,
  column: Float64Array,
  thresholds: Float64Array,
  missingBin: number,
): boolean {
  let missing = false;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (Number.isNaN(value)) {
      out[i] = missingBin;
      missing = true;
      continue;
    }
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= thresholds[middle]) high = middle;
      else low = middle + 1;
    }
    out[i] = low;
  }
  return missing;
}
