import { isFloat } from '@ml/tensor';
import type { GraphBuilder, Operand } from '../graph-builder.ts';
import { elementTypes } from '../model-proto.ts';
import { direct, type Lowering, type Lowerings } from './lowering.ts';

/** One input, in terms of its name and of a maker of constants of its type. */
function formula(write: (graph: GraphBuilder, x: string, constant: (value: number) => string) => string): Lowering {
  return (graph, [x]) => [write(graph, x.name, (value) => graph.scalar(value, x))];
}

/** a − ⌊a/b⌋·b for floats; ONNX's Mod of whole numbers has the sign of b already. */
const remainder: Lowering = (graph, [a, b]) => {
  if (!isFloat(a.dtype)) return [graph.node('Mod', [a.name, b.name])];
  const whole = graph.node('Floor', [graph.node('Div', [a.name, b.name])]);
  return [graph.node('Sub', [a.name, graph.node('Mul', [whole, b.name])])];
};

export function geluOf(graph: GraphBuilder, x: string, like: Operand, approximate: 'none' | 'tanh'): string {
  const constant = (value: number): string => graph.scalar(value, like);
  let gate: string;
  if (approximate === 'none') gate = graph.node('Erf', [graph.node('Mul', [x, constant(Math.SQRT1_2)])]);
  else {
    const cube = graph.node('Mul', [graph.node('Mul', [x, x]), x]);
    const sum = graph.node('Add', [x, graph.node('Mul', [cube, constant(0.044715)])]);
    gate = graph.node('Tanh', [graph.node('Mul', [sum, constant(Math.sqrt(2 / Math.PI))])]);
  }
  const half = graph.node('Mul', [x, constant(0.5)]);
  return graph.node('Mul', [half, graph.node('Add', [gate, constant(1)])]);
}

export const elementwise: Lowerings = {
  abs: direct('Abs'),
  acos: direct('Acos'),
  add: direct('Add'),
  asin: direct('Asin'),
  atan: direct('Atan'),
  cast: (graph, [x], { dtype }) => [graph.node('Cast', [x.name], { to: elementTypes[dtype] })],
  clip: (graph, [x], { min, max }) => {
    const bound = (value: number): string => (Number.isFinite(value) ? graph.scalar(value, x) : '');
    return [graph.node('Clip', [x.name, bound(min), bound(max)])];
  },
  copy: direct('Identity'),
  cos: direct('Cos'),
  cosh: direct('Cosh'),
  div: direct('Div'),
  erf: direct('Erf'),
  exp: direct('Exp'),
  // tanh(x/2)·(eˣ + 1), which is exact where eˣ − 1 would cancel.
  expm1: formula((graph, x, constant) =>
    graph.node('Mul', [
      graph.node('Tanh', [graph.node('Mul', [x, constant(0.5)])]),
      graph.node('Add', [graph.node('Exp', [x]), constant(1)]),
    ]),
  ),
  gelu: (graph, [x], { approximate }) => [geluOf(graph, x.name, x, approximate)],
  log: direct('Log'),
  log10: formula((graph, x, constant) => graph.node('Mul', [graph.node('Log', [x]), constant(Math.LOG10E)])),
  log1p: formula((graph, x, constant) => graph.node('Log', [graph.node('Add', [x, constant(1)])])),
  log2: formula((graph, x, constant) => graph.node('Mul', [graph.node('Log', [x]), constant(Math.LOG2E)])),
  maximum: direct('Max'),
  minimum: direct('Min'),
  mul: direct('Mul'),
  neg: direct('Neg'),
  pow: direct('Pow'),
  reciprocal: direct('Reciprocal'),
  relu: direct('Relu'),
  remainder,
  rsqrt: formula((graph, x) => graph.node('Reciprocal', [graph.node('Sqrt', [x])])),
  sigmoid: direct('Sigmoid'),
  silu: formula((graph, x) => graph.node('Mul', [x, graph.node('Sigmoid', [x])])),
  sin: direct('Sin'),
  sinh: direct('Sinh'),
  softplus: direct('Softplus'),
  sqrt: direct('Sqrt'),
  square: formula((graph, x) => graph.node('Mul', [x, x])),
  sub: direct('Sub'),
  tan: direct('Tan'),
  tanh: direct('Tanh'),
  where: direct('Where'),
};
