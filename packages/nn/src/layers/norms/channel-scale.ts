import type { Parameter } from '@ml/autograd';
import { add, type FloatDType, mul, reshape, type Shape, type Tensor } from '@ml/tensor';
import { learned } from '../../init/learned.ts';

export interface ChannelAffine {
  readonly weight: Parameter<[number]>;
  readonly bias: Parameter<[number]>;
}

/** A learned scale of one and offset of zero for each channel, or neither. */
export function channelAffine(channels: number, affine: boolean, dtype: FloatDType): ChannelAffine | null {
  if (!affine) return null;
  return {
    weight: learned([channels], dtype, (values) => values.fill(1)),
    bias: learned([channels], dtype, (values) => values.fill(0)),
  };
}

/** One number for each channel, to be broadcast over [N, C, ...]. @shape values [C] → [C, 1, ...] */
export function alongChannels(values: Tensor, rank: number): Tensor {
  return reshape(values, [values.size, ...Array<number>(Math.max(0, rank - 2)).fill(1)]) as Tensor<Shape>;
}

/** y = x·weight + bias for each channel. @shape x [N, C, ...] → as x */
export function scaleChannels(x: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  const scaled: Tensor = weight === null ? x : mul(x, alongChannels(weight, x.rank));
  return bias === null ? scaled : add(scaled, alongChannels(bias, x.rank));
}
