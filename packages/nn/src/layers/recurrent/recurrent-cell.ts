import {
  defaultRng,
  expandDims,
  type FloatDType,
  formatShape,
  type Rng,
  ShapeError,
  sameShape,
  squeeze,
  type Tensor,
} from '@ml/tensor';
import { type RecurrentCell, recurrence } from '@ml/tensor/layers';
import { Module } from '../../module.ts';
import { namedWeights, type RecurrentWeights, recurrentWeights, requireSizes } from './recurrent-weights.ts';

export interface CellOptions {
  /** Learn offsets; default true. */
  readonly bias?: boolean;
  readonly rng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

/** What the cells share: one step of a recurrent layer, for loops of one's own. */
export abstract class CellModule extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh` in state dicts. */
  readonly weights: RecurrentWeights;
  readonly #cell: RecurrentCell;

  constructor(
    cell: RecurrentCell,
    inputSize: number,
    hiddenSize: number,
    { bias = true, rng = defaultRng(), dtype = 'float32' }: CellOptions,
  ) {
    super();
    requireSizes(this.constructor.name, { inputSize, hiddenSize });
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.#cell = cell;
    this.weights = recurrentWeights(inputSize, hiddenSize, { cell, bias, rng, dtype });
  }

  protected override fields(): Iterable<readonly [string, unknown]> {
    return [...namedWeights(this.weights), ...Object.entries(this).filter(([name]) => name !== 'weights')];
  }

  /** @shape x [B, in] or [in], h and c [B, hidden] or [hidden] */
  protected step(x: Tensor, h?: Tensor | null, c?: Tensor | null): { h: Tensor; c: Tensor | null } {
    const given = { h, c };
    const shapes = [x.shape, ...[h, c].flatMap((state) => (state == null ? [] : [state.shape]))];
    const refuse = (problem: string, axis: number) =>
      new ShapeError({ op: this.constructor.name, problem, shapes, axis });
    if ((x.rank !== 1 && x.rank !== 2) || x.shape[x.rank - 1] !== this.inputSize)
      throw refuse(`x must be [B, ${this.inputSize}] or [${this.inputSize}]`, -1);
    const wanted = [...x.shape.slice(0, -1), this.hiddenSize];
    for (const [name, state] of Object.entries(given)) {
      if (state != null && !sameShape(state.shape, wanted))
        throw refuse(`${name} must be ${formatShape(wanted)}`, state.shape[0] === wanted[0] ? -1 : 0);
    }
    const single = x.rank === 1;
    const row = (a: Tensor): Tensor => (single ? (expandDims(a, 0) as Tensor) : a);
    const starts = { h0: h == null ? null : row(h), c0: c == null ? null : row(c) };
    const result = recurrence(this.#cell, expandDims(row(x), 0) as Tensor, this.weights, starts);
    if (!single) return result;
    return { h: squeeze(result.h, 0), c: result.c === null ? null : squeeze(result.c, 0) };
  }
}
