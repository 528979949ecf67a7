import { allocate, engine, heapView, type Rng, type Tensor } from '@ml/tensor';
import { integers } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';

/** Quantiles are those of at most this many samples. */
const mostSamples = 200_000;
/** Thresholds that there is room for. */
const room = 256;
/** What sorting n numbers needs: counts of six passes of eleven bits, and the numbers twice. */
const sortBytes = (n: number): number => 6 * 2048 * 4 + 16 * n;

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
 * Cuts every feature into bins: value x is in bin i when threshold i−1 < x ≤ threshold i.
 *
 * Up to `maxBins` distinct values have a bin each, with thresholds half-way between. More are cut at the quantiles i / maxBins, each
 * half-way between the two samples around it, unless it is a sample itself.
 *
 * @param x [N, F]
 * @param categories of each feature that has them, ascending; null for the others
 * @param rng draws the samples that quantiles are taken of, where there are more than 200,000
 * @reference as sklearn's _BinMapper, numpy.percentile(method="midpoint")
 */
export function binFeatures(
  x: Tensor,
  categories: readonly (Float64Array | null)[],
  { maxBins, rng }: { readonly maxBins: number; readonly rng: Rng },
): BinnedFeatures {
  const [n, width] = x.shape;
  const codes = allocate([width, n], 'uint8');
  const missing = allocate([width], 'uint8');
  const thresholds = allocate([width, room], 'float64');
  const lengths = allocate([width], 'int32');
  heapView(missing).fill(0);
  heapView(lengths).set(categories.map((known) => known?.length ?? -1));
  categories.forEach((known, j) => void (known !== null && heapView(thresholds).set(known, j * room)));

  const chosen = n > mostSamples ? integers(rng.choice(n, mostSamples, { replace: false })) : null;
  const looked = chosen?.shape[0] ?? n;
  const cuts = [thresholds.address, lengths.address, x.address, chosen?.address ?? 0, looked, width, maxBins];
  engine.forRanges(
    classicKernels.threaded('binThresholds'),
    width,
    { grain: Math.ceil(4096 / looked), scratchBytes: sortBytes(looked) },
    (first, count) => [...cuts, Number.NaN, first, count],
  );
  const places = [codes.address, missing.address, x.address, thresholds.address, lengths.address, width, n, maxBins];
  engine.forRanges(
    classicKernels.threaded('binSamples'),
    n,
    { grain: Math.ceil(4096 / width), multiple: 64 },
    (first, count) => [...places, first, count],
  );

  const found = heapView(lengths);
  return {
    codes,
    bins: maxBins + 1,
    thresholds: categories.map((_, j) => (heapView(thresholds) as Float64Array).slice(j * room, j * room + found[j])),
    used: Int32Array.from(found, (length, j) => (categories[j] === null ? length + 1 : length)),
    hasMissing: Uint8Array.from(heapView(missing)),
  };
}
