import { defaultRng, type Tensor } from '@ml/tensor';
import { fans } from './fans.ts';
import type { InitOptions } from './fill.ts';
import { gain, type Nonlinearity } from './gain.ts';
import { written } from './written.ts';

export interface KaimingOptions extends InitOptions {
  /** Slope of the negative side of the leaky ReLU that follows; default 0. */
  readonly a?: number;
  /** Whether the variance is kept forwards or backwards; default 'fanIn'. */
  readonly mode?: 'fanIn' | 'fanOut';
  /** Default 'leakyRelu', with slope a. */
  readonly nonlinearity?: Nonlinearity;
}

function standardDeviation(
  op: string,
  x: Tensor,
  { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' }: KaimingOptions,
): number {
  const fan = fans(op, x)[mode];
  return fan === 0 ? 0 : gain(nonlinearity, a) / Math.sqrt(fan);
}

/**
 * Writes uniform numbers in ±√3·gain/√fan: the variance of a signal survives the nonlinearity that follows.
 *
 * With a = √5, the default of torch's Linear, the bound is 1/√fanIn.
 *
 * @shape x [out, in, ...] → [out, in, ...]
 * @throws {ShapeError} when x has fewer than two axes
 * @reference He et al., Delving Deep into Rectifiers, arXiv:1502.01852; torch.nn.init.kaiming_uniform_
 */
export function initKaimingUniform<T extends Tensor>(x: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * standardDeviation('initKaimingUniform', x, options);
  return written(x, (values) => (options.rng ?? defaultRng()).fillUniform(values, -bound, bound));
}

/**
 * Writes normal numbers of standard deviation gain/√fan: the variance of a signal survives the nonlinearity that follows.
 *
 * @shape x [out, in, ...] → [out, in, ...]
 * @throws {ShapeError} when x has fewer than two axes
 * @reference He et al., arXiv:1502.01852; torch.nn.init.kaiming_normal_
 */
export function initKaimingNormal<T extends Tensor>(x: T, options: KaimingOptions = {}): T {
  const std = standardDeviation('initKaimingNormal', x, options);
  return written(x, (values) => (options.rng ?? defaultRng()).fillNormal(values, 0, std));
}
