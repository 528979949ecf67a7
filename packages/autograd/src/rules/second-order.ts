import type { PrimitiveName, primitives, Tensor } from '@ml/tensor';
import { localVjp } from '../local-vjp.ts';
import type { Rule } from '../rule.ts';

type Inputs<N extends PrimitiveName> = Parameters<(typeof primitives)[N]['forward']>[0];
type Params<N extends PrimitiveName> = Parameters<(typeof primitives)[N]['forward']>[1];

/**
 * The rule of a fused backward: the same result composed of plain operations, which is recorded and differentiated.
 * Slower than a kernel, and asked for by second derivatives only.
 */
export function secondOrder<N extends PrimitiveName>(
  name: N,
  reference: (inputs: Inputs<N>, params: Params<N>) => readonly Tensor[],
): Rule<N> {
  return {
    saves: 'inputs',
    keeps: {},
    vjp: ({ inputs, params, needs, record }, dOutputs) =>
      localVjp(name, (...xs) => reference(xs as never, params as Params<N>), inputs, needs, dOutputs, record),
  };
}
