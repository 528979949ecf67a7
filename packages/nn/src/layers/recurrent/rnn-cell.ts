import type { Tensor } from '@ml/tensor';
import { CellModule, type CellOptions } from './recurrent-cell.ts';

export interface RNNCellOptions extends CellOptions {
  /** Default 'tanh'. */
  readonly nonlinearity?: 'tanh' | 'relu';
}

/**
 * One step of a plain recurrent layer: h ← f(W_ih·x + b_ih + W_hh·h + b_hh), f = tanh or relu.
 *
 * @shape x [B, in], h [B, hidden] → [B, hidden]; without B for one sequence
 * @throws {ShapeError} when x or the state does not fit
 * @reference torch.nn.RNNCell
 * @example
 * const cell = new RNNCell(1, 1, { nonlinearity: 'relu', bias: false });
 * cell.loadStateDict({ weight_ih: tensor([[1]]), weight_hh: tensor([[2]]) });
 * cell.forward(tensor([[3]]), tensor([[10]])).toArray() // => [[23]]
 */
export class RNNCell extends CellModule {
  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    const { nonlinearity = 'tanh' } = options;
    if (nonlinearity !== 'tanh' && nonlinearity !== 'relu')
      throw new RangeError(`RNNCell: nonlinearity must be 'tanh' or 'relu', not '${nonlinearity}'`);
    super(nonlinearity, inputSize, hiddenSize, options);
  }

  /** @shape x [B, in], h [B, hidden] (zeros unless given) → [B, hidden] */
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return this.step(x, h).h;
  }
}
