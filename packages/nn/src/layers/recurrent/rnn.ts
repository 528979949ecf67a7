import type { Tensor } from '@ml/tensor';
import { RecurrentLayer, type RecurrentOptions, type SequenceOptions } from './recurrent-layer.ts';

export interface RNNOptions extends RecurrentOptions {
  /** Default 'tanh'. */
  readonly nonlinearity?: 'tanh' | 'relu';
}

/**
 * The plain recurrent layer: hₜ = f(W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh), f = tanh or relu.
 *
 * Weights start uniform in ±1/√hidden, as in PyTorch. D directions, L layers; with `batchFirst` x and the results are [B, T, …];
 * x [T, in] is one sequence, and what comes back has no B. `lengths` stand in for packed sequences.
 *
 * @shape x [T, B, in], h0 [L·D, B, hidden] → [[T, B, D·hidden], [L·D, B, hidden]]
 * @throws {ShapeError} when x, the state or the lengths do not fit
 * @reference Elman, Finding Structure in Time, 1990; torch.nn.RNN
 * @example
 * const layer = new RNN(1, 1, { nonlinearity: 'relu', bias: false });
 * layer.loadStateDict({ weight_ih_l0: tensor([[1]]), weight_hh_l0: tensor([[2]]) });
 * const [y, h] = layer.forward(tensor([[1], [1], [1]]));
 * y.toArray() // => [[1], [3], [7]]
 * h.toArray() // => [[7]]
 */
export class RNN extends RecurrentLayer {
  readonly nonlinearity: 'tanh' | 'relu';

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    const { nonlinearity = 'tanh' } = options;
    if (nonlinearity !== 'tanh' && nonlinearity !== 'relu')
      throw new RangeError(`RNN: nonlinearity must be 'tanh' or 'relu', not '${nonlinearity}'`);
    super(nonlinearity, inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }

  /** @shape x [T, B, in], h0 [L·D, B, hidden] → [[T, B, D·hidden], [L·D, B, hidden]] */
  forward(x: Tensor, h0?: Tensor | null, options: SequenceOptions = {}): [output: Tensor, h: Tensor] {
    const { y, h } = this.run(x, h0, null, options);
    return [y, h];
  }
}
