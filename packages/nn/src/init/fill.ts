// Writes initial values into a parameter, in place. torch.nn.init under names that say what is done.
import { defaultRng, type Rng, type Tensor } from '@ml/tensor';
import { written } from './written.ts';

export interface InitOptions {
  /** Where the bits come from; the default generator unless given. */
  readonly rng?: Rng | undefined;
}

export interface InitNormalOptions extends InitOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Default 1. */
  readonly std?: number;
}

/**
 * Writes normal numbers N(mean, std²) over the values of a parameter.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.init.normal_
 * @example
 * initNormal(parameter(zeros([2])), { std: 0.02, rng: new Rng(0) }).shape // => [2]
 */
export function initNormal<T extends Tensor>(
  x: T,
  { mean = 0, std = 1, rng = defaultRng() }: InitNormalOptions = {},
): T {
  return written(x, (values) => rng.fillNormal(values, mean, std));
}

/**
 * Writes uniform numbers in [low, high) over the values of a parameter.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.init.uniform_
 */
export function initUniform<T extends Tensor>(
  x: T,
  { low = 0, high = 1, rng = defaultRng() }: InitOptions & { readonly low?: number; readonly high?: number } = {},
): T {
  return written(x, (values) => rng.fillUniform(values, low, high));
}

/**
 * Writes one number over all values of a parameter.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.init.constant_
 * @example
 * initConstant(parameter(zeros([2])), 0.5).toArray() // => [0.5, 0.5]
 */
export function initConstant<T extends Tensor>(x: T, value: number): T {
  return written(x, (values) => values.fill(value));
}
