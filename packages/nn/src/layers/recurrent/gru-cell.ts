import type { Tensor } from '@ml/tensor';
import { CellModule, type CellOptions } from './recurrent-cell.ts';

/**
 * One step of a GRU; see `GRU` for its formulas.
 *
 * @shape x [B, in], h [B, hidden] → [B, hidden]; without B for one sequence
 * @throws {ShapeError} when x or the state does not fit
 * @reference torch.nn.GRUCell
 * @example
 * new GRUCell(3, 4).forward(zeros([2, 3])).shape // => [2, 4]
 */
export class GRUCell extends CellModule {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super('gru', inputSize, hiddenSize, options);
  }

  /** @shape x [B, in], h [B, hidden] (zeros unless given) → [B, hidden] */
  forward(x: Tensor, h?: Tensor | null): Tensor {
    return this.step(x, h).h;
  }
}
