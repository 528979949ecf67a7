import type { Tensor } from '@ml/tensor';
import type { AllPrimitives, AnyPrimitiveName } from '@ml/tensor/layers';
import { localVjp } from '../local-vjp.ts';
import type { Rule } from '../rule.ts';

type Inputs<N extends AnyPrimitiveName> = Parameters<AllPrimitives[N]['forward']>[0];
type Params<N extends AnyPrimitiveName> = Parameters<AllPrimitives[N]['forward']>[1];

/**
 * The rule of a fused backward: the same result composed of plain operations, which is recorded and differentiated.
 * Slower than a kernel, and asked for by second derivatives only.
 */
export function secondOrder<N extends AnyPrimitiveName>(
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
