// Recurrent layers, one direction of one layer at a time, with all steps in one operation: the input's products with W_ih are
// one matrix product over all T·B rows before the first step, and so are the gradients of both weights behind the last. A
// step is the product of the state with W_hh and one kernel.
import { bytesPerElement, type DType, type FloatDType, floatType, promoteTypes } from '../dtype.ts';
import { gemm } from '../engine/gemm.ts';
import { formatShape, ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import { apply, definePrimitive, isRecorded } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor, viewOf } from '../tensor.ts';
import { affinePrimitive } from './affine.ts';
import { requireOptions, requireTensor, requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { copy } from './copy.ts';
import { fromBuffer } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { type RecurrentCell, recurrentCells, runStep } from './recurrence-cells.ts';

export interface RecurrenceParams {
  readonly cell: RecurrentCell;
  /** Whether time is walked from the end. */
  readonly reverse: boolean;
  /** Number of steps of each sequence; null: T. */
  readonly lengths: readonly number[] | null;
}

/** What is left out (biases, c of cells without) is empty, [0]. */
export type RecurrenceInputs = [
  x: Tensor,
  weightIh: Tensor,
  weightHh: Tensor,
  biasIh: Tensor,
  biasHh: Tensor,
  h0: Tensor,
  c0: Tensor,
];

/**
 * The results y [T, B, H], h [B, H] and c [B, H], and for the gradient: the states h and c before, between and after all
 * steps [T + 1, B, H], the activated gates [T, B, G·H], and a GRU's W_hh·h + b_hh of its last gate [T, B, H].
 */
export type RecurrenceOutputs = [
  y: Tensor,
  h: Tensor,
  c: Tensor,
  states: Tensor,
  cells: Tensor,
  gates: Tensor,
  inner: Tensor,
];

export const recurrencePrimitive = definePrimitive(
  'recurrence',
  ([x, weightIh, weightHh, biasIh, biasHh, h0, c0]: RecurrenceInputs, params: RecurrenceParams): RecurrenceOutputs => {
    const { cell, reverse, lengths } = params;
    const { gates: G, cell: hasCell, inner: hasInner } = recurrentCells[cell];
    const dtype = x.dtype as FloatDType;
    const [T, B] = x.shape;
    const H = weightHh.shape[1];
    const gates = affinePrimitive.forward(biasIh.size === 0 ? [x, weightIh] : [x, weightIh, biasIh], null)[0];
    const states = statesFrom(h0, T, reverse);
    const cells = hasCell ? statesFrom(c0, T, reverse) : nothing(dtype);
    const inner = hasInner ? allocate<Shape>([T, B, H], dtype) : nothing(dtype);
    const product = allocate([B, G * H], dtype);
    const bias = biasHh.size === 0 ? null : rowMajor(biasHh);
    const ends = endsOf(lengths);
    const slab = B * H * bytesPerElement(dtype);
    for (const t of order(T, reverse)) {
      const [after, before] = reverse ? [t, t + 1] : [t + 1, t];
      const running = lengths === null ? B : runningRows(lengths, t);
      gemm(dtype, {
        ...{ c: product.address, a: states.address + before * slab, b: weightHh.address },
        ...{ m: running, n: G * H, k: H, aRow: H, aCol: 1, bRow: weightHh.strides[1], bCol: weightHh.strides[0] },
        bias: bias?.address ?? 0,
      });
      runStep(cell, dtype, [
        states.address + after * slab,
        hasCell ? cells.address + after * slab : 0,
        gates.address + t * G * slab,
        hasInner ? inner.address + t * slab : 0,
        product.address,
        states.address + before * slab,
        hasCell ? cells.address + before * slab : 0,
        ends?.address ?? 0,
        ...[t, B, H],
      ]);
    }
    product.dispose();
    ends?.dispose();
    if (bias !== biasHh) bias?.dispose();
    const last = reverse ? 0 : T;
    const y = resultsOf(states, reverse, lengths);
    return [y, slabOf(states, last), hasCell ? slabOf(cells, last) : nothing(dtype), states, cells, gates, inner];
  },
);

/** t in the order in which time is walked. */
export function order(T: number, reverse: boolean): number[] {
  return Array.from({ length: T }, (_, i) => (reverse ? T - 1 - i : i));
}

/** The lengths where kernels find them. @shape [B] */
export function endsOf(lengths: readonly number[] | null): Tensor | null {
  return lengths === null ? null : (fromBuffer(Int32Array.from(lengths), [lengths.length]) as Tensor);
}

/** Rows up to the last whose sequence has a step t: those behind need no product. */
export function runningRows(lengths: readonly number[], t: number): number {
  return lengths.findLastIndex((length) => length > t) + 1;
}

function nothing(dtype: DType): Tensor {
  return allocate<Shape>([0], dtype);
}

/** Room for the states around all steps, with the first in its place. @shape [B, H] → [T + 1, B, H] */
function statesFrom(first: Tensor, T: number, reverse: boolean): Tensor {
  const states = allocate<Shape>([T + 1, ...first.shape], first.dtype);
  const given = rowMajor(first);
  heapView(states).set(heapView(given), reverse ? T * first.size : 0);
  if (given !== first) given.dispose();
  return states;
}

/** A copy of one state, so that keeping it does not keep all. */
function slabOf(states: Tensor, i: number): Tensor {
  const view = viewOf<Shape>(states, states.shape.slice(1), states.strides.slice(1), i * states.strides[0]);
  const own = copy(view);
  view.dispose();
  return own;
}

/** The state after each step; 0 where a sequence has ended, in a copy, as the gradient needs the states themselves. */
function resultsOf(states: Tensor, reverse: boolean, lengths: readonly number[] | null): Tensor {
  const [steps, B, H] = states.shape;
  const T = steps - 1;
  const after = viewOf<Shape>(states, [T, B, H], states.strides, reverse ? 0 : states.strides[0]);
  if (lengths === null) return after;
  const y = copy(after);
  after.dispose();
  const values = heapView(y);
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < B; b++) if (t >= lengths[b]) values.fill(0, (t * B + b) * H, (t * B + b + 1) * H);
  }
  return y;
}

export interface RecurrenceWeights {
  /** [G·H, I] */
  readonly weightIh: Tensor;
  /** [G·H, H] */
  readonly weightHh: Tensor;
  /** [G·H] */
  readonly biasIh?: Tensor | null | undefined;
  /** [G·H] */
  readonly biasHh?: Tensor | null | undefined;
}

export interface RecurrenceOptions {
  /** State before the first step [B, H]; zeros unless given. */
  readonly h0?: Tensor | null | undefined;
  /** An LSTM's cell state before the first step [B, H]; zeros unless given. */
  readonly c0?: Tensor | null | undefined;
  /** Walk time from the end, each sequence from its own; default false. */
  readonly reverse?: boolean;
  /** How many of the T steps each sequence has; all unless given. */
  readonly lengths?: readonly number[] | null | undefined;
}

export interface Recurrence {
  /** The state after each step [T, B, H], 0 where a sequence has ended. */
  readonly y: Tensor;
  /** The state after the last step [B, H]. */
  readonly h: Tensor;
  /** An LSTM's cell state after the last step [B, H]; null for other cells. */
  readonly c: Tensor | null;
}

/**
 * A recurrent cell run over all steps of a batch of sequences: one direction of one layer of an LSTM, a GRU or a plain RNN.
 *
 * With a = W_ih·xₜ + b_ih and p = W_hh·h + b_hh, in parts of H rows, PyTorch's order and formulas:
 * - lstm: i, f, o = σ(a + p), g = tanh(a + p), c ← f·c + i·g, h ← o·tanh c; parts i, f, g, o
 * - gru: r, z = σ(a + p), n = tanh(a + r·p), h ← n + z·(h − n); parts r, z, n
 * - tanh, relu: h ← f(a + p)
 *
 * A sequence that is shorter than T stops at its own end: its state stays, its results beyond are 0, and backwards it begins
 * at its own end. Its results are the same bits as without the others.
 *
 * @shape x [T, B, I], weightIh [G·H, I], weightHh [G·H, H], biases [G·H], h0 and c0 [B, H] → y [T, B, H], h and c [B, H]
 * @throws {ShapeError} when shapes or lengths do not fit
 * @special length 0 → h is h0
 * @reference Hochreiter & Schmidhuber, Neural Computation 9(8), 1997; Cho et al., arXiv:1406.1078; torch.nn.LSTM, GRU and RNN
 * @example
 * const weights = { weightIh: tensor([[1]]), weightHh: tensor([[2]]) };
 * recurrence('relu', tensor([[[1]], [[1]], [[-9]]]), weights).y.toArray() // => [[[1]], [[3]], [[0]]]
 */
export function recurrence(
  cell: RecurrentCell,
  x: Tensor,
  weights: RecurrenceWeights,
  options: RecurrenceOptions = {},
): Recurrence {
  requireOptions('recurrence', options, '{ lengths: [3, 1] }');
  const { reverse = false, lengths = null } = options;
  const inputs = inputsOf(cell, x, weights, options);
  const params = { cell, reverse, lengths };
  const [y, h, c, ...kept] = isRecorded(inputs)
    ? apply(recurrencePrimitive, inputs, params)
    : recurrencePrimitive.forward(inputs, params);
  for (const byProduct of kept) byProduct.dispose();
  if (recurrentCells[cell].cell) return { y, h, c };
  c.dispose();
  return { y, h, c: null };
}

/** The operands, of one float type, or an error that says which of them does not fit. */
function inputsOf(
  cell: RecurrentCell,
  x: Tensor,
  { weightIh, weightHh, biasIh, biasHh }: RecurrenceWeights,
  { h0, c0, lengths }: RecurrenceOptions,
): RecurrenceInputs {
  const op = 'recurrence';
  requireTensors(op, [x, weightIh, weightHh]);
  const { gates: G, cell: hasCell } = recurrentCells[cell];
  const refuse = (problem: string, axis: number) =>
    new ShapeError({ op, problem, shapes: [x.shape, weightIh.shape, weightHh.shape], axis });
  if (x.rank !== 3) throw refuse(`x must be [T, B, I], but has ${x.rank} axes`, 0);
  const [T, B, I] = x.shape;
  if (T === 0) throw refuse('there is no step in x [T, B, I]', 0);
  const H = weightHh.shape[1];
  if (!sameShape(weightHh.shape, [G * H, H])) throw refuse(`weightHh of ${cell} must be [${G}·H, H]`, 0);
  if (!sameShape(weightIh.shape, [G * H, I])) throw refuse(`weightIh of ${cell} must be [${G * H}, ${I}]`, 1);
  if (lengths != null && !fitting(lengths, T, B))
    throw refuse(`lengths must be ${B} numbers of steps, each from 0 to ${T}`, 1);
  const optional = (name: string, given: Tensor | null | undefined, shape: Shape): Tensor | null => {
    if (given === null || given === undefined) return null;
    requireTensor(op, given);
    if (sameShape(given.shape, shape)) return given;
    throw refuse(`${name} must be ${formatShape(shape)}, not ${formatShape(given.shape)}`, 1);
  };
  const biases = [optional('biasIh', biasIh, [G * H]), optional('biasHh', biasHh, [G * H])];
  const starts = [optional('h0', h0, [B, H]), optional('c0', hasCell ? c0 : null, [B, H])];
  const given = [x, weightIh, weightHh, ...biases, ...starts];
  const types = given.flatMap((operand) => (operand === null ? [] : [operand.dtype]));
  const dtype = floatType(types.reduce<DType>(promoteTypes, 'bool'));
  const missing: Shape[] = [[0], [0], [0], [0], [0], [B, H], hasCell ? [B, H] : [0]];
  return given.map((operand, i) =>
    operand === null ? zeros(missing[i], { dtype }) : cast(operand, dtype),
  ) as RecurrenceInputs;
}

function fitting(lengths: readonly number[], T: number, B: number): boolean {
  return lengths.length === B && lengths.every((n) => Number.isSafeInteger(n) && n >= 0 && n <= T);
}
