// Writes initial values into a parameter, in place. torch.nn.init under names that say what is done.
import { defaultRng, heapView, type Rng, ShapeError, type Tensor } from '@ml/tensor';

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

function written<T extends Tensor>(x: T, fill: (values: Float32Array | Float64Array) => void): T {
  fill(heapView(x) as Float32Array | Float64Array);
  x.storage.version++;
  return x;
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

/**
 * Writes uniform numbers in ±√3·gain/√fanIn, gain = √(2/(1 + a²)): the variance of a signal survives a leaky ReLU of slope a.
 *
 * With a = √5, the default of torch's Linear, the bound is 1/√fanIn.
 *
 * @shape x [out, in, ...] → [out, in, ...]
 * @throws {ShapeError} when x has fewer than two axes
 * @reference He et al., Delving Deep into Rectifiers, arXiv:1502.01852; torch.nn.init.kaiming_uniform_(mode='fan_in')
 */
export function initKaimingUniform<T extends Tensor>(
  x: T,
  { a = 0, rng = defaultRng() }: InitOptions & { readonly a?: number } = {},
): T {
  if (x.rank < 2)
    throw new ShapeError({ op: 'initKaimingUniform', problem: 'fan-in needs at least two axes', shapes: [x.shape] });
  const fanIn = x.shape.slice(1).reduce((product, n) => product * n, 1);
  const bound = fanIn === 0 ? 0 : (Math.sqrt(3) * Math.sqrt(2 / (1 + a * a))) / Math.sqrt(fanIn);
  return written(x, (values) => rng.fillUniform(values, -bound, bound));
}
