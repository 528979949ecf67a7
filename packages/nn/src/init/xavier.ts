import { defaultRng, type Tensor } from '@ml/tensor';
import { fans } from './fans.ts';
import type { InitOptions } from './fill.ts';
import { written } from './written.ts';

export interface XavierOptions extends InitOptions {
  /** See `gain`; default 1. */
  readonly gain?: number;
}

function standardDeviation(op: string, x: Tensor, gain: number): number {
  const { fanIn, fanOut } = fans(op, x);
  return fanIn + fanOut === 0 ? 0 : gain * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Writes uniform numbers in ±gain·√(6/(fanIn + fanOut)): a compromise between keeping the variance forwards and backwards.
 *
 * @shape x [out, in, ...] → [out, in, ...]
 * @throws {ShapeError} when x has fewer than two axes
 * @reference Glorot & Bengio, AISTATS 2010; torch.nn.init.xavier_uniform_
 */
export function initXavierUniform<T extends Tensor>(x: T, { gain = 1, rng = defaultRng() }: XavierOptions = {}): T {
  const bound = Math.sqrt(3) * standardDeviation('initXavierUniform', x, gain);
  return written(x, (values) => rng.fillUniform(values, -bound, bound));
}

/**
 * Writes normal numbers of standard deviation gain·√(2/(fanIn + fanOut)).
 *
 * @shape x [out, in, ...] → [out, in, ...]
 * @throws {ShapeError} when x has fewer than two axes
 * @reference Glorot & Bengio, AISTATS 2010; torch.nn.init.xavier_normal_
 */
export function initXavierNormal<T extends Tensor>(x: T, { gain = 1, rng = defaultRng() }: XavierOptions = {}): T {
  const std = standardDeviation('initXavierNormal', x, gain);
  return written(x, (values) => rng.fillNormal(values, 0, std));
}
