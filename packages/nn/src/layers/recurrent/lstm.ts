import type { Tensor } from '@ml/tensor';
import { RecurrentLayer, type RecurrentOptions, type SequenceOptions } from './recurrent-layer.ts';

/** An LSTM's hidden state and cell state. */
export type LSTMState = readonly [h: Tensor, c: Tensor];

/**
 * Long short-term memory: i, f, o = σ(…), g = tanh(…) of W_ih·x + b_ih + W_hh·h + b_hh, c ← f·c + i·g, h ← o·tanh c.
 *
 * Weights start uniform in ±1/√hidden, as in PyTorch; rows are i, f, g, o. There are no projections (`proj_size`).
 *
 * D directions, L layers; with `batchFirst` x and the results are [B, T, …]; x [T, in] is one sequence, and what comes back
 * has no B. `forward(x, state, { lengths })` is what packing, running and padding again are in PyTorch, in any order of the
 * sequences: states are those at each one's own end, results beyond are 0, and the way back begins there.
 *
 * @shape x [T, B, in], h0 and c0 [L·D, B, hidden] → [[T, B, D·hidden], [[L·D, B, hidden], [L·D, B, hidden]]]
 * @throws {ShapeError} when x, the state or the lengths do not fit
 * @reference Hochreiter & Schmidhuber, Neural Computation 9(8), 1997; torch.nn.LSTM, pack_padded_sequence
 * @example
 * const layer = new LSTM(3, 4, { numLayers: 2 });
 * const [output, [h, c]] = layer.forward(ones([5, 2, 3]), null, { lengths: [5, 2] });
 * output.shape // => [5, 2, 4]
 * h.shape // => [2, 2, 4]
 * c.shape // => [2, 2, 4]
 * output.slice(4, 1).toArray() // => [0, 0, 0, 0]
 */
export class LSTM extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super('lstm', inputSize, hiddenSize, options);
  }

  /** @shape x [T, B, in], h0 and c0 [L·D, B, hidden] → [[T, B, D·hidden], [[L·D, B, hidden], [L·D, B, hidden]]] */
  forward(x: Tensor, state?: LSTMState | null, options: SequenceOptions = {}): [output: Tensor, state: LSTMState] {
    const { y, h, c } = this.run(x, state?.[0], state?.[1], options);
    return [y, [h, c as Tensor]];
  }
}
