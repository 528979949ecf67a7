// The differentiable operations that have kernels of their own, by name.
import { convPrimitive, convTransposePrimitive, convWeightPrimitive } from './ops/conv-primitives.ts';
import {
  avgPoolBackwardPrimitive,
  avgPoolPrimitive,
  maxPoolBackwardPrimitive,
  maxPoolPrimitive,
} from './ops/pool-primitives.ts';
import { recurrencePrimitive } from './ops/recurrence.ts';
import type { Primitives } from './primitives.ts';

export const layerPrimitives = {
  avgPool: avgPoolPrimitive,
  avgPoolBackward: avgPoolBackwardPrimitive,
  conv: convPrimitive,
  convTranspose: convTransposePrimitive,
  convWeight: convWeightPrimitive,
  maxPool: maxPoolPrimitive,
  maxPoolBackward: maxPoolBackwardPrimitive,
  recurrence: recurrencePrimitive,
} as const;

/** Every differentiable operation there is. */
export type AllPrimitives = Primitives & typeof layerPrimitives;
export type AnyPrimitiveName = keyof AllPrimitives;
