import { type DType, floatType, isFloat, promoteTypes } from '../dtype.ts';
import { kernels } from '../engine/kernels.ts';
import { forRanges, ownScratch } from '../engine/threads/parallel.ts';
import { ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import { naiveAttention, naiveAttentionBackward } from '../naive/attention.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Rng } from '../rng/rng.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor, viewOf } from '../tensor.ts';
import { requireLike, requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { materialize, rowMajor } from './contiguous.ts';
import { type DropoutParams, drawnDropout } from './dropout.ts';
import { disposeCopies } from './rows.ts';

export interface AttentionParams {
  readonly scale: number;
  readonly causal: boolean;
  /** Drops weights; element ((b·H + h)·Tq + i)·Tk + j of the mask belongs to key j of query i. */
  readonly dropout?: DropoutParams | undefined;
}

/** Batch, head and time strides, in the order the kernel takes them. */
function headStrides(x: Tensor): [number, number, number] {
  return [x.strides[0], x.strides[1], x.strides[2]];
}

/** The kernel wants the features of a head next to each other; the other axes may be strided. */
function withAdjacentFeatures(x: Tensor): Tensor {
  return x.strides[3] === 1 || x.shape[3] === 1 ? x : materialize(x);
}

/** A tensor of shape [B, H, T, D] that lies in memory as [B, T, H, D], so that joining the heads again is a view. */
function allocateHeads([B, H, T, D]: Shape, dtype: DType): Tensor {
  const dense = allocate([B, T, H, D], dtype);
  const heads = viewOf(dense, [B, H, T, D], [T * H * D, D, H * D, 1], 0);
  dense.dispose();
  return heads;
}

export const attentionPrimitive = definePrimitive(
  'attention',
  (inputs: [q: Tensor, k: Tensor, v: Tensor], params: AttentionParams): [out: Tensor, lse: Tensor] => {
    const [B, H, tq, D] = inputs[0].shape;
    const tk = inputs[1].shape[2];
    const out = allocateHeads(inputs[0].shape, inputs[0].dtype);
    const lse = allocate<Shape>([B, H, tq], inputs[0].dtype);
    if (inputs[0].dtype === 'float64') {
      naiveAttention(out, lse, inputs, params);
      return [out, lse];
    }
    const ready = inputs.map(withAdjacentFeatures);
    const [q, k, v] = ready;
    const addresses = [out, lse, q, k, v].map((x) => x.address);
    const strides = [headStrides(out), [H * tq, tq], headStrides(q), headStrides(k), headStrides(v)];
    forHeads('attention_f32', [B, H, tq, tk, D], addresses, strides, (batch, heads, first) => [
      ...[batch, heads, tq, tk, D],
      ...[q, k, v, out].flatMap(headStrides),
      ...lastArguments(params, first),
    ]);
    disposeCopies(ready, inputs);
    return [out, lse];
  },
);

export const attentionBackwardPrimitive = definePrimitive(
  'attentionBackward',
  (
    inputs: [dOut: Tensor, q: Tensor, k: Tensor, v: Tensor, out: Tensor, lse: Tensor],
    params: AttentionParams,
  ): [dQ: Tensor, dK: Tensor, dV: Tensor] => {
    const [, q0, k0, v0, out0] = inputs;
    const [B, H, tq, D] = q0.shape;
    const tk = k0.shape[2];
    if (q0.dtype === 'float64') {
      const gradients: [Tensor, Tensor, Tensor] = [
        allocate(q0.shape, q0.dtype),
        allocate(k0.shape, k0.dtype),
        allocate(v0.shape, v0.dtype),
      ];
      naiveAttentionBackward(gradients, inputs, params);
      return gradients;
    }
    // The kernel writes each gradient with the strides of its operand, and reads dOut with those of out.
    const packed = arePacked(q0, k0, v0);
    const [q, k, v] = packed ? [q0, k0, v0] : [rowMajor(q0), rowMajor(k0), rowMajor(v0)];
    const gradients = packed
      ? allocatePacked(q0)
      : ([q, k, v].map((x) => allocate(x.shape, x.dtype)) as [Tensor, Tensor, Tensor]);
    const [dOut, out] = sameStrides(inputs[0], out0) ? [inputs[0], out0] : [rowMajor(inputs[0]), rowMajor(out0)];
    const lse = rowMajor(inputs[5]);
    const operands = [...gradients, dOut, q, k, v, out, lse];
    const strides = [q, k, v, out, q, k, v, out].map(headStrides);
    forHeads(
      'attentionBackward_f32',
      [B, H, tq, tk, D],
      operands.map((x) => x.address),
      [...strides, [H * tq, tq]],
      (batch, heads, first) => [
        ...[batch, heads, tq, tk, D],
        ...[q, k, v, out].flatMap(headStrides),
        ...lastArguments(params, first),
      ],
    );
    disposeCopies([q, k, v, dOut, out, lse], inputs);
    return gradients;
  },
);

/** The last arguments of both kernels, for a range of heads that begins with head `first` of all. */
function lastArguments({ scale, causal, dropout }: AttentionParams, first: number): number[] {
  const { p, keyLow, keyHigh } = dropout ?? { p: 0, keyLow: 0, keyHigh: 0 };
  return [scale, Number(causal), p, keyLow, keyHigh, first, ownScratch];
}

/** Multiply–adds of attention worth a task of their own. */
const grainWork = 200_000;

/**
 * Spreads a kernel over threads by batches or, where there is one batch, by heads. `strides` are the batch and head strides
 * of what lies at `addresses`; `rest` are the arguments behind the addresses, `first` being the number of the range's first head.
 */
function forHeads(
  name: 'attention_f32' | 'attentionBackward_f32',
  [B, H, tq, tk, D]: readonly [number, number, number, number, number],
  addresses: readonly number[],
  strides: readonly (readonly number[])[],
  rest: (batch: number, heads: number, first: number) => readonly number[],
): void {
  const byHead = B === 1;
  const work = tq * tk * D * (byHead ? 1 : H);
  const options = {
    grain: Math.ceil(grainWork / Math.max(1, work)),
    scratchBytes: kernels.attentionScratch_f32(tq, tk, D),
  };
  forRanges(name, byHead ? H : B, options, (from, count) => [
    ...addresses.map((address, i) => address + 4 * from * strides[i][byHead ? 1 : 0]),
    ...(byHead ? rest(1, count, from) : rest(count, H, from * H)),
  ]);
}

function sameStrides(a: Tensor, b: Tensor): boolean {
  return sameShape(a.strides, b.strides) && (a.strides[3] === 1 || a.shape[3] === 1);
}

/** Whether q, k and v are the three thirds of one [B, T, 3·H·D] tensor, as a packed projection leaves them. */
function arePacked(q: Tensor, k: Tensor, v: Tensor): boolean {
  const [, H, T, D] = q.shape;
  const C = H * D;
  return (
    q.storage === k.storage &&
    q.storage === v.storage &&
    sameShape(q.shape, k.shape) &&
    [q, k, v].every((x, i) => sameShape(x.strides, [3 * C * T, D, 3 * C, 1]) && x.offset === q.offset + i * C)
  );
}

/** Gradients of packed q, k, v as the three thirds of one tensor, so that splitting costs no copy on the way back. */
function allocatePacked(q: Tensor): [Tensor, Tensor, Tensor] {
  const [B, H, T, D] = q.shape;
  const C = H * D;
  const dense = allocate([B, T, 3 * C], q.dtype);
  const third = (i: number) => viewOf(dense, q.shape, q.strides, i * C);
  const thirds: [Tensor, Tensor, Tensor] = [third(0), third(1), third(2)];
  dense.dispose();
  return thirds;
}

export interface AttentionOptions {
  /** Each query sees only keys up to its own position, counted from the end when there are more keys; default false. */
  readonly causal?: boolean;
  /** Factor of the scores; default 1/√D. */
  readonly scale?: number;
  /** Probability of dropping a weight, in training; default 0. */
  readonly dropout?: number;
  /** Where the key of the mask comes from, if weights are dropped; the default generator unless given. */
  readonly rng?: Rng;
}

/**
 * Scaled dot-product attention per head: out = dropout(softmax(scale · q·kᵀ))·v.
 *
 * Tiles of scores live in cache and are summed with a running maximum, so no T × T matrix is kept, forward or backward. Weights
 * are dropped by the mask of `dropout` on the whole [B, H, Tq, Tk] with the same key, made anew tile by tile.
 *
 * @shape q [B, H, Tq, D], k [B, H, Tk, D], v [B, H, Tk, D] → [B, H, Tq, D]
 * @throws {ShapeError} when batch, heads, features or the lengths of k and v differ
 * @throws {RangeError} when dropout is not in 0 … 1
 * @special with causal, query i sees keys ≤ i + Tk − Tq, and NaN or ±Inf in the others does not reach it (in PyTorch, 0 · NaN
 * does); a query that sees none gives 0, one whose scores are all −Inf NaN
 * @reference Vaswani et al., Attention Is All You Need, arXiv:1706.03762; Dao et al., FlashAttention, arXiv:2205.14135
 * @example
 * attention(tensor([[[[1]]]]), tensor([[[[0], [0]]]]), tensor([[[[2], [4]]]])).item() // => 3
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions = {}): Tensor {
  checkAttention(q, k, v);
  const { causal = false, scale } = options;
  const dropout = drawnDropout('attention', { dropout: options.dropout ?? 0 }, options);
  const dtype = [q, k, v].reduce<DType>((type, x) => promoteTypes(type, x.dtype), 'bool');
  const computeIn = isFloat(dtype) ? dtype : floatType(dtype);
  const params = { causal, scale: scale ?? 1 / Math.sqrt(q.shape[3]), dropout };
  const [out, lse] = apply(attentionPrimitive, [cast(q, computeIn), cast(k, computeIn), cast(v, computeIn)], params);
  lse.dispose();
  return out;
}

const axisNames = ['batch', 'heads', 'time', 'features'];

function checkAttention(q: Tensor, k: Tensor, v: Tensor): void {
  requireTensors('attention', [q, k, v]);
  const refuse = (problem: string, axis?: number) =>
    new ShapeError({ op: 'attention', problem, shapes: [q.shape, k.shape, v.shape], axis });
  if (q.rank !== 4 || k.rank !== 4 || v.rank !== 4) throw refuse('q, k and v must be [B, H, T, D]');
  for (const [name, x] of Object.entries({ k, v })) {
    for (const axis of [0, 1, 3]) {
      if (x.shape[axis] !== q.shape[axis])
        throw refuse(`${axisNames[axis]} of ${name} differ from q: ${q.shape[axis]} vs ${x.shape[axis]}`, axis);
    }
  }
  if (k.shape[2] !== v.shape[2]) throw refuse(`k and v have different lengths: ${k.shape[2]} vs ${v.shape[2]}`, 2);
}

/**
 * Gradient of `attention` from its result and the log-sum-exp of its scores, recomputing the probabilities tile by tile.
 *
 * @shape dOut, q, out [B, H, Tq, D], k, v [B, H, Tk, D], lse [B, H, Tq] → dQ, dK, dV shaped as q, k, v
 */
export function attentionBackward(
  inputs: [dOut: Tensor, q: Tensor, k: Tensor, v: Tensor, out: Tensor, lse: Tensor],
  params: AttentionParams,
): [Tensor, Tensor, Tensor] {
  const [, q, k, v] = inputs;
  checkAttention(q, k, v);
  const shapes = [q.shape, q.shape, k.shape, v.shape, q.shape, q.shape.slice(0, 3)];
  requireLike('attentionBackward', inputs, shapes);
  return apply(attentionBackwardPrimitive, inputs, params);
}
