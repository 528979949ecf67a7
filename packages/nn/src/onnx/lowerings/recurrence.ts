import type { GraphBuilder, Operand } from '../graph-builder.ts';
import type { Lowerings } from './lowering.ts';

type Cell = 'lstm' | 'gru' | 'tanh' | 'relu';

/** How ONNX calls a cell, and in which order it wants our parts: i, o, f, g of i, f, g, o; z, r, n of r, z, n. */
const cells: Readonly<Record<Cell, { readonly op: string; readonly order: readonly number[] }>> = {
  gru: { op: 'GRU', order: [1, 0, 2] },
  lstm: { op: 'LSTM', order: [0, 3, 1, 2] },
  relu: { op: 'RNN', order: [0] },
  tanh: { op: 'RNN', order: [0] },
};

/** The parts of a weight or a bias in another order. */
function reordered(graph: GraphBuilder, name: string, order: readonly number[], rows: number): string {
  if (order.length === 1) return name;
  const sizes = graph.integers(order.map(() => rows));
  const parts = graph.nodeOf(order.length, 'Split', [name, sizes], { axis: 0 });
  return graph.node(
    'Concat',
    order.map((part) => parts[part]),
    { axis: 0 },
  );
}

export const recurrence: Lowerings = {
  // One direction of one layer: its outputs y, h and c have an axis of directions in ONNX.
  recurrence: (graph, [x, weightIh, weightHh, biasIh, biasHh, h0, c0], { cell, reverse, lengths }) => {
    const { op, order } = cells[cell];
    const hidden = weightHh.shape[1] as number;
    const first = graph.integers([0]);
    const raised = (name: string): string => graph.node('Unsqueeze', [name, first]);
    const parts = ({ name }: Operand): string => reordered(graph, name, order, hidden);
    const given = ({ shape }: Operand): boolean => shape[0] !== 0;
    const zeros = (): string => graph.constant(x.dtype, [order.length * hidden], emptyBias(x, order.length * hidden));
    const biases = [biasIh, biasHh].map((bias) => (given(bias) ? parts(bias) : null));
    const bias = biases.every((part) => part === null)
      ? ''
      : raised(
          graph.node(
            'Concat',
            biases.map((part) => part ?? zeros()),
            { axis: 0 },
          ),
        );
    const ends = lengths === null ? '' : graph.constant('int32', [lengths.length], Int32Array.from(lengths));
    const states = [raised(h0.name), ...(op === 'LSTM' ? [raised(c0.name)] : [])];
    const [y, h, c] = graph.nodeOf(
      op === 'LSTM' ? 3 : 2,
      op,
      [x.name, raised(parts(weightIh)), raised(parts(weightHh)), bias, ends, ...states],
      {
        hidden_size: hidden,
        direction: reverse ? 'reverse' : 'forward',
        ...(op === 'GRU' ? { linear_before_reset: 1 } : {}), // r·(W_hh·h + b_hh), as in PyTorch
        ...(op === 'RNN' ? { activations: [cell === 'tanh' ? 'Tanh' : 'Relu'] } : {}),
      },
    );
    const lowered = (name: string): string => graph.node('Squeeze', [name, first]);
    const steps = graph.node('Squeeze', [y, graph.integers([1])]);
    return c === undefined ? [steps, lowered(h)] : [steps, lowered(h), lowered(c)];
  },
};

function emptyBias({ dtype }: Operand, size: number): Float32Array | Float64Array {
  return dtype === 'float64' ? new Float64Array(size) : new Float32Array(size);
}
