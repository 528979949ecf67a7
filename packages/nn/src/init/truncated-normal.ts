import { defaultRng, type Tensor } from '@ml/tensor';
import type { InitNormalOptions } from './fill.ts';
import { written } from './written.ts';

export interface TruncatedNormalOptions extends InitNormalOptions {
  /** Smallest value; default −2. */
  readonly low?: number;
  /** Largest value; default 2. */
  readonly high?: number;
}

/**
 * Writes normal numbers N(mean, std²) of those that lie in low … high: what falls outside is drawn again.
 *
 * @shape x [...] → [...]
 * @throws {RangeError} when low ≥ high, or the interval lies more than two standard deviations beside the mean
 * @reference torch.nn.init.trunc_normal_
 * @example
 * initTruncatedNormal(parameter(zeros([100])), { low: 0, high: 1, rng: new Rng(0) }).min().item() >= 0 // => true
 */
export function initTruncatedNormal<T extends Tensor>(
  x: T,
  { mean = 0, std = 1, low = -2, high = 2, rng = defaultRng() }: TruncatedNormalOptions = {},
): T {
  if (!(low < high)) throw new RangeError(`initTruncatedNormal: low (${low}) must be less than high (${high})`);
  if (mean < low - 2 * std || mean > high + 2 * std) {
    throw new RangeError(
      `initTruncatedNormal: ${low} … ${high} is more than two standard deviations away from the mean ${mean}`,
    );
  }
  return written(x, (values) => {
    rng.fillNormal(values, mean, std);
    for (let i = 0; i < values.length; i++) {
      while (!(values[i] >= low && values[i] <= high)) values[i] = rng.normal(mean, std);
    }
  });
}
