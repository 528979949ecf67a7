import {
  concat,
  contiguous,
  defaultRng,
  dropout,
  expandDims,
  type FloatDType,
  formatShape,
  permute,
  type Rng,
  type Shape,
  ShapeError,
  sameShape,
  slice,
  squeeze,
  stack,
  type Tensor,
} from '@ml/tensor';
import { type RecurrentCell, recurrence } from '@ml/tensor/layers';
import { Module } from '../../module.ts';
import { namedWeights, type RecurrentWeights, recurrentWeights, requireSizes } from './recurrent-weights.ts';

export interface RecurrentOptions {
  /** How many layers are stacked, each over the results of the one below; default 1. */
  readonly numLayers?: number;
  /** Learn offsets; default true. */
  readonly bias?: boolean;
  /** Whether inputs and results are [B, T, …] instead of [T, B, …]; states are [layers, B, hidden] either way. */
  readonly batchFirst?: boolean;
  /** Probability with which results are dropped between layers while training; default 0. */
  readonly dropout?: number;
  /** Also walk time from the end, and put the results of both directions side by side; default false. */
  readonly bidirectional?: boolean;
  /** Where initial values and, if given, the masks of dropout come from. */
  readonly rng?: Rng | undefined;
  readonly dtype?: FloatDType;
}

export interface SequenceOptions {
  /**
   * How many steps of each sequence count, in place of PyTorch's packed sequences: states stop at each one's own end, results
   * beyond are 0, and the way back begins there. Batches whose longer sequences come first are faster.
   */
  readonly lengths?: readonly number[] | undefined;
}

/** Results, and the states of every layer and direction after the last step. */
export interface RecurrentResults {
  readonly y: Tensor;
  readonly h: Tensor;
  /** Of an LSTM; null otherwise. */
  readonly c: Tensor | null;
}

/** What LSTM, GRU and RNN share: layers and directions of one kind of cell. D directions, L layers. */
export abstract class RecurrentLayer extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  /** By layer and direction; `weight_ih_l0`, `weight_hh_l0_reverse`, … in state dicts. */
  readonly weights: readonly (readonly RecurrentWeights[])[];
  readonly #cell: RecurrentCell;
  readonly #rng: Rng | undefined;

  constructor(cell: RecurrentCell, inputSize: number, hiddenSize: number, options: RecurrentOptions) {
    super();
    const { numLayers = 1, bias = true, batchFirst = false, bidirectional = false, dtype = 'float32' } = options;
    const op = this.constructor.name;
    requireSizes(op, { inputSize, hiddenSize, numLayers });
    this.dropout = options.dropout ?? 0;
    if (!(this.dropout >= 0 && this.dropout <= 1))
      throw new RangeError(`${op}: dropout must be in 0 … 1, not ${this.dropout}`);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.batchFirst = batchFirst;
    this.bidirectional = bidirectional;
    this.#cell = cell;
    this.#rng = options.rng;
    const directions = bidirectional ? 2 : 1;
    const drawn = { cell, bias, rng: options.rng ?? defaultRng(), dtype };
    this.weights = Array.from({ length: numLayers }, (_, layer) =>
      Array.from({ length: directions }, () =>
        recurrentWeights(layer === 0 ? inputSize : directions * hiddenSize, hiddenSize, drawn),
      ),
    );
  }

  protected override fields(): Iterable<readonly [string, unknown]> {
    const named = this.weights.flatMap((directions, layer) =>
      directions.flatMap((weights, way) => namedWeights(weights, `_l${layer}${way === 1 ? '_reverse' : ''}`)),
    );
    return [...named, ...Object.entries(this).filter(([name]) => name !== 'weights')];
  }

  /** @shape x [T, B, in], [B, T, in] or [T, in]; h0 and c0 [L·D, B, hidden], or [L·D, hidden] */
  protected run(
    x: Tensor,
    h0: Tensor | null | undefined,
    c0: Tensor | null | undefined,
    { lengths }: SequenceOptions,
  ): RecurrentResults {
    const single = x.rank === 2;
    this.#check(x, { h0, c0 }, lengths);
    const starts = [h0, c0].map((state) => (single && state != null ? (expandDims(state, 1) as Tensor) : state));
    const { y, h, c } = this.#layers(this.#byTime(x), starts, lengths);
    if (!single) return { y: this.batchFirst ? permute(y, [1, 0, 2]) : y, h, c };
    const first = (states: Tensor): Tensor => squeeze(states, 1);
    return { y: first(y), h: first(h), c: c === null ? null : first(c) };
  }

  /** @shape [T, B, in], [B, T, in] or [T, in] → [T, B, in] */
  #byTime(x: Tensor): Tensor {
    if (x.rank === 2) return expandDims(x, 1) as Tensor;
    // One copy here, instead of one in each product over the rows.
    return this.batchFirst ? contiguous(permute(x, [1, 0, 2]) as Tensor) : x;
  }

  #layers(
    x: Tensor,
    [h0, c0]: readonly (Tensor | null | undefined)[],
    lengths: readonly number[] | undefined,
  ): RecurrentResults {
    const [h, c]: Tensor[][] = [[], []];
    let y = x;
    for (const [layer, directions] of this.weights.entries()) {
      const results = directions.map((weights, way) => {
        const place = layer * directions.length + way;
        const start = (states: Tensor | null | undefined) => (states == null ? null : (slice(states, place) as Tensor));
        const options = { h0: start(h0), c0: start(c0), reverse: way === 1, lengths };
        const result = recurrence(this.#cell, y, weights, options);
        h.push(result.h);
        if (result.c !== null) c.push(result.c);
        return result.y;
      });
      y = results.length === 1 ? results[0] : (concat(results, 2) as Tensor);
      if (layer < this.numLayers - 1) y = this.#dropped(y);
    }
    return { y, h: stack(h) as Tensor, c: c.length === 0 ? null : (stack(c) as Tensor) };
  }

  #dropped(y: Tensor): Tensor {
    if (!this.training || this.dropout === 0) return y;
    return dropout(y, this.#rng === undefined ? { p: this.dropout } : { p: this.dropout, rng: this.#rng });
  }

  #check(
    x: Tensor,
    states: Readonly<Record<string, Tensor | null | undefined>>,
    lengths: readonly number[] | undefined,
  ): void {
    const op = this.constructor.name;
    const given = Object.values(states).flatMap((state) => (state == null ? [] : [state.shape]));
    const refuse = (problem: string, axis: number, mend?: string | undefined) =>
      new ShapeError({ op, problem, shapes: [x.shape, ...given], axis, mend });
    const axes = this.batchFirst ? 'B, T' : 'T, B';
    const wanted = `[${axes}, ${this.inputSize}]`;
    if (x.rank !== 2 && x.rank !== 3) throw refuse(`x must be ${wanted}, but has ${x.rank} axes`, 0);
    if (x.shape[x.rank - 1] !== this.inputSize) {
      const found = x.shape.indexOf(this.inputSize);
      const mend = found === -1 ? undefined : `did you mean moveAxis(x, ${found}, -1)?`;
      throw refuse(`x must be ${wanted}, but has ${x.shape[x.rank - 1]} features`, -1, mend);
    }
    const [timeAxis, batchAxis] = this.batchFirst ? [1, 0] : [0, 1];
    const [T, B] = x.rank === 2 ? [x.shape[0], 1] : [x.shape[timeAxis], x.shape[batchAxis]];
    if (T === 0) throw refuse('x has no steps', x.rank === 2 ? 0 : timeAxis);
    /** What counts sequences has as many as x has steps: time and batch are the wrong way round. */
    const turned = (count: number | undefined) =>
      x.rank === 3 && count === T && T !== B ? `did you mean { batchFirst: ${!this.batchFirst} }?` : undefined;
    const places = this.numLayers * (this.bidirectional ? 2 : 1);
    const shape: Shape = x.rank === 2 ? [places, this.hiddenSize] : [places, B, this.hiddenSize];
    for (const [name, state] of Object.entries(states)) {
      if (state == null || sameShape(state.shape, shape)) continue;
      const axis = state.shape.findIndex((size, i) => size !== shape[i]);
      throw refuse(`${name} must be ${formatShape(shape)}`, axis === -1 ? 0 : axis, turned(state.shape[1]));
    }
    if (lengths === undefined) return;
    if (lengths.length !== B) {
      const problem = `x has ${B} sequences, lengths has ${lengths.length}`;
      throw refuse(problem, x.rank === 2 ? 0 : batchAxis, turned(lengths.length));
    }
    const wrong = lengths.find((length) => !(Number.isSafeInteger(length) && length >= 0 && length <= T));
    if (wrong !== undefined) throw refuse(`lengths are whole numbers from 0 to ${T}, not ${wrong}`, timeAxis);
  }
}
