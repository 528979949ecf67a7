import type { GraphBuilder, Operand } from '../graph-builder.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import { geluOf } from './elementwise.ts';
import { direct, type Lowerings } from './lowering.ts';
import { fixedSize } from './movement.ts';

/** x·Wᵀ + b, the weight as it lies in the state dict. */
function affineOf(graph: GraphBuilder, [x, weight, bias]: readonly Operand[]): string {
  const offset = bias === undefined ? [] : [bias.name];
  if (x.shape.length === 2) return graph.node('Gemm', [x.name, weight.name, ...offset], { transB: 1 });
  const product = graph.node('MatMul', [x.name, graph.node('Transpose', [weight.name], { perm: [1, 0] })]);
  return bias === undefined ? product : graph.node('Add', [product, bias.name]);
}

function layerNormOf(graph: GraphBuilder, x: Operand, learned: readonly Operand[], eps: number): string {
  const features = fixedSize('layerNorm', x.shape[x.shape.length - 1]);
  const ones = (): string => {
    const values = x.dtype === 'float64' ? new Float64Array(features) : new Float32Array(features);
    return graph.constant(x.dtype, [features], values.fill(1));
  };
  const scaling = learned.length > 0 ? learned.map(({ name }) => name) : [ones()];
  return graph.node('LayerNormalization', [x.name, ...scaling], { axis: -1, epsilon: { float: eps } });
}

/** 0 where query i may see key j ≤ i + Tk − Tq, −∞ elsewhere. */
function causalMask(graph: GraphBuilder, q: Operand, k: Operand): string {
  const [rows, columns] = [q, k].map(({ shape }) => fixedSize('attention', shape[2]));
  if (rows > columns)
    throw new OnnxExportError('attention: causal with more queries than keys leaves some without any');
  const values = q.dtype === 'float64' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) values.fill(-Infinity, i * columns + i + 1 + columns - rows, (i + 1) * columns);
  return graph.constant(q.dtype, [rows, columns], values);
}

export const layers: Lowerings = {
  addLayerNorm: (graph, [x, branch, ...learned], { eps }) => {
    const sum = graph.node('Add', [x.name, branch.name]);
    return [sum, layerNormOf(graph, { ...x, name: sum }, learned, eps)];
  },
  affine: (graph, inputs) => [affineOf(graph, inputs)],
  affineGelu: (graph, inputs, { approximate }) => [geluOf(graph, affineOf(graph, inputs), inputs[0], approximate)],
  attention: (graph, [q, k, v], { scale, causal, dropout }) => {
    if (dropout !== undefined) throw new OnnxExportError('attention: a graph for evaluation drops no weights');
    const keys = graph.node('Transpose', [k.name], { perm: [0, 1, 3, 2] });
    const scores = graph.node('Mul', [graph.node('MatMul', [q.name, keys]), graph.scalar(scale, q)]);
    const seen = causal ? graph.node('Add', [scores, causalMask(graph, q, k)]) : scores;
    return [graph.node('MatMul', [graph.node('Softmax', [seen], { axis: -1 }), v.name])];
  },
  embedding: (graph, [weight, ids]) => [graph.node('Gather', [weight.name, ids.name], { axis: 0 })],
  layerNorm: (graph, [x, ...learned], { eps }) => [layerNormOf(graph, x, learned, eps)],
  matmul: direct('MatMul'),
};
