import { allocate, heapView, type Tensor } from '@ml/tensor';

/** What the samples of a node add up to in every bin of every feature. */
export interface Histogram {
  /** Sums of first and second derivatives. @shape [F, bins, 2] */
  readonly sums: Tensor;
  /** Samples; not kept where every second derivative is 1, so that their sum is the number. @shape [F, bins] */
  readonly counts: Tensor;
}

/** Histograms that are used again: as many as there are nodes at the same time that may still be split. */
export class HistogramPool {
  readonly #free: Histogram[] = [];

  constructor(
    readonly features: number,
    readonly bins: number,
  ) {}

  take(): Histogram {
    const { features, bins } = this;
    return (
      this.#free.pop() ?? {
        sums: allocate([features, bins, 2], 'float64'),
        counts: allocate([features, bins], 'int32'),
      }
    );
  }

  give(histogram: Histogram): void {
    this.#free.push(histogram);
  }
}

/** The arrays of a histogram. */
export function sumsOf(histogram: Histogram): Float64Array {
  return heapView(histogram.sums) as Float64Array;
}

export function countsOf(histogram: Histogram): Int32Array {
  return heapView(histogram.counts) as Int32Array;
}
