import { bytesPerElement, type FloatDType } from '../dtype.ts';
import { gemm } from '../engine/gemm.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor, viewOf } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';
import { zeros } from './creation-filled.ts';
import { matmul } from './matmul.ts';
import { transpose } from './permute.ts';
import {
  endsOf,
  order,
  type RecurrenceInputs,
  type RecurrenceOutputs,
  type RecurrenceParams,
  runningRows,
} from './recurrence.ts';
import { recurrentCells, runStepBackward } from './recurrence-cells.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';

type Each<I extends readonly unknown[], T> = { [K in keyof I]: T };

/** Gradients of y, h and c; null: none. */
export type RecurrenceCotangents = readonly [dY: Tensor | null, dH: Tensor | null, dC: Tensor | null];

/**
 * The gradients of `recurrence` from what it has kept: time is walked the other way, a step being one kernel and the product
 * of its gates' gradients with W_hh, and the weights' gradients are one product each over all T·B rows. Not recorded.
 *
 * @param needs which gradients are asked for; others are null
 */
export function recurrenceBackward(
  [dY, dH, dC]: RecurrenceCotangents,
  [x, weightIh, weightHh]: RecurrenceInputs,
  [, , , states, cells, gates, inner]: RecurrenceOutputs,
  { cell, reverse, lengths }: RecurrenceParams,
  needs: Readonly<Each<RecurrenceInputs, boolean>>,
): Each<RecurrenceInputs, Tensor | null> {
  const { gates: G, cell: hasCell, inner: hasInner } = recurrentCells[cell];
  const dtype = states.dtype as FloatDType;
  const [steps, B, H] = states.shape;
  const T = steps - 1;
  const dGates = allocate<Shape>([T, B, G * H], dtype);
  const dProduct = hasInner ? allocate<Shape>([T, B, G * H], dtype) : dGates;
  const carry = startOf(dH, [B, H], dtype);
  const dCell = hasCell ? startOf(dC, [B, H], dtype) : null;
  const dState = allocate([B, H], dtype);
  const dResults = dY === null ? null : rowMajor(dY);
  const ends = endsOf(lengths);
  const slab = B * H * bytesPerElement(dtype);
  let product = 0;
  for (const t of order(T, !reverse)) {
    const [after, before] = reverse ? [t, t + 1] : [t + 1, t];
    const stateAt = (all: Tensor, i: number): number => (all.size === 0 ? 0 : all.address + i * slab);
    runStepBackward(cell, dtype, [
      dGates.address + t * G * slab,
      dProduct.address + t * G * slab,
      carry.address,
      dCell?.address ?? 0,
      dResults === null ? 0 : dResults.address + t * slab,
      product,
      gates.address + t * G * slab,
      stateAt(inner, t),
      ...[stateAt(states, after), stateAt(states, before), stateAt(cells, after), stateAt(cells, before)],
      ends?.address ?? 0,
      ...[t, B, H],
    ]);
    const running = lengths === null ? B : runningRows(lengths, t);
    if (running < B) heapView(dState).fill(0, running * H);
    gemm(dtype, {
      ...{ c: dState.address, a: dProduct.address + t * G * slab, b: weightHh.address },
      ...{ m: running, n: H, k: G * H, aRow: G * H, aCol: 1, bRow: weightHh.strides[0], bCol: weightHh.strides[1] },
    });
    product = dState.address;
  }
  const dFirst = needs[5] ? added(carry, dState) : null;
  const rows = (a: Tensor): Tensor => reshape(a, [T * B, a.shape[a.rank - 1]]);
  const before = viewOf<Shape>(states, [T, B, H], states.strides, reverse ? states.strides[0] : 0);
  const dBias = needs[3] || (needs[4] && !hasInner) ? (sum(rows(dGates), { axis: 0 }) as Tensor) : null;
  return [
    needs[0] ? reshape(matmul(rows(dGates), weightIh) as Tensor, x.shape) : null,
    needs[1] ? (matmul(transpose(rows(dGates)), rows(x)) as Tensor) : null,
    needs[2] ? (matmul(transpose(rows(dProduct)), rows(before)) as Tensor) : null,
    needs[3] ? dBias : null,
    needs[4] ? (hasInner ? (sum(rows(dProduct), { axis: 0 }) as Tensor) : dBias) : null,
    dFirst,
    needs[6] ? dCell : null,
  ];
}

/** What will be written over step by step: a copy of the gradient that comes from behind the last, or zeros. */
function startOf(gradient: Tensor | null, shape: Shape, dtype: FloatDType): Tensor {
  if (gradient === null) return zeros(shape, { dtype });
  const own = allocate<Shape>(shape, dtype);
  const given = rowMajor(gradient);
  heapView(own).set(heapView(given));
  if (given !== gradient) given.dispose();
  return own;
}

/** a + b, in a. */
function added(a: Tensor, b: Tensor): Tensor {
  const [sums, terms] = [heapView(a), heapView(b)];
  for (let i = 0; i < sums.length; i++) sums[i] += terms[i];
  return a;
}
