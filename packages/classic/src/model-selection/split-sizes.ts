import { DataError } from '../base/data-error.ts';
import { requireParameter } from '../base/parameter-error.ts';

export interface SplitSizeOptions {
  /** Share of the samples to judge on (below 1, rounded up) or their number; null: what `trainSize` leaves. */
  readonly testSize: number | null;
  /** Share of the samples to fit on (below 1, rounded down) or their number; null: what `testSize` leaves. */
  readonly trainSize: number | null;
}

export function checkSplitSizes(name: string, { testSize, trainSize }: SplitSizeOptions): void {
  for (const [option, size] of Object.entries({ testSize, trainSize })) {
    const holds = size === null || (size > 0 && (size < 1 || Number.isSafeInteger(size)));
    requireParameter(name, option, size, holds, 'null, a share between 0 and 1 or a number of samples');
  }
  const sum = (testSize ?? 0) + (trainSize ?? 0);
  const areShares = testSize !== null && testSize < 1 && trainSize !== null && trainSize < 1;
  requireParameter(name, 'testSize + trainSize', sum, !areShares || sum <= 1, 'at most 1');
}

/**
 * How many of `n` samples to fit on, and how many to judge on.
 *
 * @param fallback share to judge on where neither size is given
 * @throws {DataError} when there are too few samples
 */
export function splitSizes(
  name: string,
  n: number,
  { testSize, trainSize }: SplitSizeOptions,
  fallback: number,
): { train: number; test: number } {
  const share = testSize === null && trainSize === null ? fallback : testSize;
  const wanted = share === null ? null : share < 1 ? Math.ceil(share * n) : share;
  const train = trainSize === null ? n - (wanted as number) : trainSize < 1 ? Math.floor(trainSize * n) : trainSize;
  const test = wanted ?? n - train;
  if (train < 1 || test < 1 || train + test > n) {
    const sizes = `testSize = ${testSize}, trainSize = ${trainSize}`;
    throw new DataError(`${name}: ${n} samples cannot be divided into ${train} and ${test} (${sizes})`);
  }
  return { train, test };
}
