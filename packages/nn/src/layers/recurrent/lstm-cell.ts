import type { Tensor } from '@ml/tensor';
import type { LSTMState } from './lstm.ts';
import { CellModule, type CellOptions } from './recurrent-cell.ts';

/**
 * One step of an LSTM; see `LSTM` for its formulas.
 *
 * @shape x [B, in], h and c [B, hidden] → [[B, hidden], [B, hidden]]; without B for one sequence
 * @throws {ShapeError} when x or the state does not fit
 * @reference torch.nn.LSTMCell
 * @example
 * const [h, c] = new LSTMCell(3, 4).forward(zeros([2, 3]));
 * [h.shape, c.shape] // => [[2, 4], [2, 4]]
 */
export class LSTMCell extends CellModule {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super('lstm', inputSize, hiddenSize, options);
  }

  /** @shape x [B, in], state [B, hidden] twice (zeros unless given) → [[B, hidden], [B, hidden]] */
  forward(x: Tensor, state?: LSTMState | null): LSTMState {
    const { h, c } = this.step(x, state?.[0], state?.[1]);
    return [h, c as Tensor];
  }
}
