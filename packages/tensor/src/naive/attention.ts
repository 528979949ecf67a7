// Attention by its definition, one query at a time: the oracle of the tiled kernels, and what runs in float64.
import type { AttentionParams } from '../ops/attention.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { dropoutFactor } from './dropout.ts';

/** Reads x[b, h, t, d] of a strided tensor. */
function reader(x: Tensor): (b: number, h: number, t: number, d: number) => number {
  const data = heapArray(x.dtype);
  const start = heapIndex(x);
  const [B, H, T, D = 0] = x.strides;
  return (b, h, t, d) => data[start + b * B + h * H + t * T + d * D];
}

/** Adds to x[b, h, t, d] of a strided tensor. */
function adder(x: Tensor): (b: number, h: number, t: number, d: number, value: number) => void {
  const data = heapArray(x.dtype);
  const start = heapIndex(x);
  const [B, H, T, D = 0] = x.strides;
  return (b, h, t, d, value) => {
    data[start + b * B + h * H + t * T + d * D] += value;
  };
}

function clear(x: Tensor): void {
  const start = heapIndex(x);
  heapArray(x.dtype).fill(0, start, start + x.size);
}

/** Calls `visit` for every query with the number of keys it sees. */
function forEachQuery(
  q: Tensor,
  k: Tensor,
  causal: boolean,
  visit: (b: number, h: number, i: number, keys: number) => void,
): void {
  const [B, H, tq] = q.shape;
  const tk = k.shape[2];
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h++) {
      for (let i = 0; i < tq; i++) visit(b, h, i, causal ? Math.max(0, Math.min(tk, i + 1 + tk - tq)) : tk);
    }
  }
}

/** The factor of dropout for the weight of key j in row `row` of all [B, H, Tq, Tk] weights. */
function weightFactor(k: Tensor, dropout: AttentionParams['dropout']): (row: number, j: number) => number {
  const tk = k.shape[2];
  return dropout === undefined ? () => 1 : (row, j) => dropoutFactor(row * tk + j, dropout);
}

/** out = dropout(softmax(scale·q·kᵀ))·v and lse = ln Σ e^scores; a query that sees no key gives 0 and −Inf. */
export function naiveAttention(
  out: Tensor,
  lse: Tensor,
  [q, k, v]: [Tensor, Tensor, Tensor],
  { scale, causal, dropout }: AttentionParams,
): void {
  const [, H, tq, D] = q.shape;
  const factor = weightFactor(k, dropout);
  const [readQ, readK, readV] = [reader(q), reader(k), reader(v)];
  clear(out);
  clear(lse);
  const [addOut, addLse] = [adder(out), adder(lse)];
  forEachQuery(q, k, causal, (b, h, i, keys) => {
    const scores: number[] = [];
    for (let j = 0; j < keys; j++) {
      let score = 0;
      for (let d = 0; d < D; d++) score += readQ(b, h, i, d) * readK(b, h, j, d);
      scores.push(score * scale);
    }
    const top = Math.max(...scores);
    let total = 0;
    for (const score of scores) total += Math.exp(score - top);
    addLse(b, h, i, 0, keys === 0 ? -Infinity : top + Math.log(total));
    for (let j = 0; j < keys; j++) {
      const p = (Math.exp(scores[j] - top) / total) * factor((b * H + h) * tq + i, j);
      for (let d = 0; d < D; d++) addOut(b, h, i, d, p * readV(b, h, j, d));
    }
  });
}

/**
 * With p = e^(scores − lse), δ = Σ dOut ⊙ out and m the factors of dropout: dV = (m ⊙ p)ᵀ·dOut,
 * ds = p ⊙ (m ⊙ dOut·vᵀ − δ), dQ = scale·ds·k, dK = scale·dsᵀ·q. The gradients are contiguous.
 */
export function naiveAttentionBackward(
  gradients: [dQ: Tensor, dK: Tensor, dV: Tensor],
  [dOut, q, k, v, out, lse]: [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor],
  { scale, causal, dropout }: AttentionParams,
): void {
  const [, H, tq, D] = q.shape;
  const factor = weightFactor(k, dropout);
  const [readD, readQ, readK, readV, readOut, readLse] = [dOut, q, k, v, out, lse].map(reader);
  gradients.forEach(clear);
  const [addQ, addK, addV] = gradients.map(adder);
  forEachQuery(q, k, causal, (b, h, i, keys) => {
    let delta = 0;
    for (let d = 0; d < D; d++) delta += readD(b, h, i, d) * readOut(b, h, i, d);
    for (let j = 0; j < keys; j++) {
      let score = 0;
      let dP = 0;
      for (let d = 0; d < D; d++) {
        score += readQ(b, h, i, d) * readK(b, h, j, d);
        dP += readD(b, h, i, d) * readV(b, h, j, d);
      }
      const p = Math.exp(score * scale - readLse(b, h, i, 0));
      const m = factor((b * H + h) * tq + i, j);
      const dS = p * (m * dP - delta) * scale;
      for (let d = 0; d < D; d++) {
        addQ(b, h, i, d, dS * readK(b, h, j, d));
        addK(b, h, j, d, dS * readQ(b, h, i, d));
        addV(b, h, j, d, m * p * readD(b, h, i, d));
      }
    }
  });
}
