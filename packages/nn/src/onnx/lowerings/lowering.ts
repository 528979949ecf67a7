import type { AllPrimitives, AnyPrimitiveName } from '@ml/tensor/layers';
import type { GraphBuilder, Operand } from '../graph-builder.ts';

/** Adds what an operation is in ONNX to the graph; returns the names of its outputs, by-products for gradients left out. */
export type Lowering<P = unknown> = (
  graph: GraphBuilder,
  inputs: readonly Operand[],
  params: P,
  outputs: readonly Operand[],
) => readonly string[];

/** The params a primitive is called with. */
export type ParamsOf<N extends AnyPrimitiveName> = Parameters<AllPrimitives[N]['forward']>[1];

/** Lowerings of some primitives. */
export type Lowerings = { readonly [N in AnyPrimitiveName]?: Lowering<ParamsOf<N>> };

/** The operation of this name with the same inputs in the same order. */
export function direct(op: string): Lowering {
  return (graph, inputs) => [
    graph.node(
      op,
      inputs.map(({ name }) => name),
    ),
  ];
}
