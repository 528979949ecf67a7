import type { PrimitiveName, Primitives } from '@ml/tensor';
import type { GraphBuilder, Operand } from '../graph-builder.ts';

/** Adds what an operation is in ONNX to the graph; returns the names of its outputs, by-products for gradients left out. */
export type Lowering<P = unknown> = (
  graph: GraphBuilder,
  inputs: readonly Operand[],
  params: P,
  outputs: readonly Operand[],
) => readonly string[];

/** The params a primitive is called with. */
export type ParamsOf<N extends PrimitiveName> = Parameters<Primitives[N]['forward']>[1];

/** Lowerings of some primitives. */
export type Lowerings = { readonly [N in PrimitiveName]?: Lowering<ParamsOf<N>> };

/** The operation of this name with the same inputs in the same order. */
export function direct(op: string): Lowering {
  return (graph, inputs) => [
    graph.node(
      op,
      inputs.map(({ name }) => name),
    ),
  ];
}
