import type { Tensor } from '@ml/tensor';
import { RecurrentLayer, type RecurrentOptions, type SequenceOptions } from './recurrent-layer.ts';

/**
 * Gated recurrent units: r, z = σ(W_ih·x + b_ih + W_hh·h + b_hh), n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn)),
 * h ← n + z·(h − n).
 *
 * Weights start uniform in ±1/√hidden, as in PyTorch; rows are r, z, n. D directions, L layers; with `batchFirst` x and the
 * results are [B, T, …]; x [T, in] is one sequence, and what comes back has no B. `lengths` stand in for packed sequences.
 *
 * @shape x [T, B, in], h0 [L·D, B, hidden] → [[T, B, D·hidden], [L·D, B, hidden]]
 * @throws {ShapeError} when x, the state or the lengths do not fit
 * @reference Cho et al., arXiv:1406.1078; torch.nn.GRU
 * @example
 * const [output, h] = new GRU(3, 4, { batchFirst: true, bidirectional: true }).forward(zeros([2, 5, 3]));
 * output.shape // => [2, 5, 8]
 * h.shape // => [2, 2, 4]
 */
export class GRU extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super('gru', inputSize, hiddenSize, options);
  }

  /** @shape x [T, B, in], h0 [L·D, B, hidden] → [[T, B, D·hidden], [L·D, B, hidden]] */
  forward(x: Tensor, h0?: Tensor | null, options: SequenceOptions = {}): [output: Tensor, h: Tensor] {
    const { y, h } = this.run(x, h0, null, options);
    return [y, h];
  }
}
