import type { Lowering, Lowerings, ParamsOf } from './lowering.ts';

/** A reduction whose axes are an attribute, as all but ReduceSum have them up to operator set 17. */
function reduction(op: string): Lowering<ParamsOf<'sum'>> {
  return (graph, [x], { axes, keepDims }) => {
    if (axes.length === 0) return [graph.node('Identity', [x.name])];
    return [graph.node(op, [x.name], { axes, keepdims: Number(keepDims) })];
  };
}

export const reductions: Lowerings = {
  cumsum: (graph, [x], { axis }) => [
    graph.node('CumSum', [x.name, graph.constant('int64', [], BigInt64Array.of(BigInt(axis)))]),
  ],
  logSoftmax: (graph, [x], { axis }) => [graph.node('LogSoftmax', [x.name], { axis })],
  logsumexp: reduction('ReduceLogSumExp'),
  max: reduction('ReduceMax'),
  min: reduction('ReduceMin'),
  prod: reduction('ReduceProd'),
  softmax: (graph, [x], { axis }) => [graph.node('Softmax', [x.name], { axis })],
  sum: (graph, [x], { axes, keepDims }) => {
    if (axes.length === 0) return [graph.node('Identity', [x.name])];
    return [graph.node('ReduceSum', [x.name, graph.integers(axes)], { keepdims: Number(keepDims) })];
  },
};
