import { attentionBackwardScratch } from './attention-backward';
import { dropWeights, FACTOR_EDGES } from './attention-dropout';
import { packFeatures, packKeys, panelBytes } from './attention-pack';
import { scoresInPlace, valuesInPlace } from './attention-query';
import { clear, exponentiate, KEYS, logSums, mask, merge, STRIP } from './attention-strip';
import { ROWS, tileAlongRows } from './attention-tile';

// Scaled dot-product attention, softmax(Q·Kᵀ·scale)·V per head, without the T × T matrix. Keys are taken in tiles of
// 512, packed once per head; a block of ROWS queries needs one strip of scores, ROWS × 512, whose row maxima are known
// before exp. After every tile `out` is the exact attention over the keys so far, and the next is merged with weights from
// the running maximum and sum (Dao et al., FlashAttention, 2022).
// One or two queries (a step of generation) touch each key once and skip the packing.
// A hidden key takes no part: where a value is not finite, queries are taken one by one, so that none multiplies it by 0.
// A key whose score is -Inf has weight 0, and 0·NaN is NaN, as in torch.
// Measured (causal, useful operations only): 35 GFLOP/s at B 8, H 6, T 256, D 64, with backward 37, of a roof of 57. At
// B 12, H 4, T 64, D 32 the tiles run at the roof and take 60 % of the time, a sixth of it for pairs behind the diagonal.

/** Below this many queries the keys are read where they are. */
const PACKED: i32 = 3;

/** Bytes for the factors of a strip. */
const FACTORS: i32 = 4 * KEYS + FACTOR_EDGES;

/** Bytes for a sum per query, read in whole vectors. */
// @ts-ignore: decorator
@inline
function sumBytes(tq: i32): i32 {
  return ((tq << 2) + 63) & ~63;
}

/** Scratch bytes of attention_f32 and attentionBackward_f32. */
export function attentionScratch_f32(tq: i32, tk: i32, dim: i32): i32 {
  const keys = min(tk, KEYS);
  const panels = panelBytes(keys, dim) + panelBytes(dim, keys) + panelBytes(dim, ROWS);
  const forward = sumBytes(tq) + FACTORS + ROWS * <i32>STRIP + panels;
  return max(forward, attentionBackwardScratch(tq, tk, dim)) + 64;
}

/**
 * One tile of keys for all queries of a head; `from` is its first key, `seen` how many keys query 0 sees in all. Weights
 * are dropped with probability p; the first has `position` in the mask, the next query's lie `tk` further.
 */
function tile(
  out: usize, lse: usize, q: usize, k: usize, v: usize, tq: i32, tk: i32, keys: i32, from: i32, seen: i32, dim: i32,
  qRow: usize, kRow: usize, vRow: usize, oRow: usize, scale: f32, causal: bool,
  p: f64, keyLow: i32, keyHigh: i32, position: i64, total: usize, scratch: usize,
): void {
  const factors = scratch + <usize>ROWS * STRIP;
  const keyPanels = factors + <usize>FACTORS;
  const valuePanels = keyPanels + <usize>panelBytes(keys, dim);
  const block = valuePanels + <usize>panelBytes(dim, keys);
  const blockRow = <usize>panelBytes(dim, 1);
  packKeys(keyPanels, k, kRow, keys, dim, scale);
  const finite = packFeatures(valuePanels, v, vRow, keys, dim, 1);
  const step = causal && !finite ? 1 : ROWS;

  for (let row = 0; row < tq; row += step) {
    const rows = min(step, tq - row);
    const visible = causal ? max(0, min(keys, seen + row + rows - 1 - from)) : keys;
    for (let j = 0; j < visible; j += 8) {
      const panel = keyPanels + <usize>(j * dim) * 4;
      tileAlongRows(scratch + (<usize>j << 2), STRIP, q + <usize>row * qRow, qRow, rows, panel, dim, false);
    }
    for (let i = 0; i < ROWS; i++) {
      mask(scratch + <usize>i * STRIP, causal ? max(0, min(visible, seen + row + i - from)) : keys);
    }
    for (let i = 0; i < rows; i += 2) exponentiate(scratch + <usize>i * STRIP, (visible + 3) & ~3);
    for (let i = 0; p > 0 && i < rows; i++) {
      const at = position + <i64>(row + i) * <i64>tk;
      dropWeights(scratch + <usize>i * STRIP, visible, factors, at, p, keyLow, keyHigh);
    }
    for (let d = 0; d < dim && visible > 0; d += 8) {
      const panel = valuePanels + <usize>(d * keys) * 4;
      tileAlongRows(block + (<usize>d << 2), blockRow, scratch, STRIP, rows, panel, visible, false);
    }
    for (let i = 0; i < rows; i++) {
      const target = out + <usize>(row + i) * oRow;
      const at = <usize>(row + i) << 2;
      const y = block + <usize>i * blockRow;
      const count = causal ? seen + row + i - from : keys;
      if (count > 0) merge(target, lse + at, total + at, y, scratch + <usize>i * STRIP, dim, from == 0);
      else if (from == 0) clear(target, lse + at, total + at, dim);
    }
  }
}

/** The same for a query or two, straight from the strided keys and values. */
function tileInPlace(
  out: usize, lse: usize, q: usize, k: usize, v: usize, tq: i32, tk: i32, keys: i32, from: i32, seen: i32, dim: i32,
  qRow: usize, kRow: usize, vRow: usize, oRow: usize, scale: f32, causal: bool,
  p: f64, keyLow: i32, keyHigh: i32, position: i64, total: usize, scratch: usize,
): void {
  // exponentiate works on two strips; the second is the result's room until then.
  const y = scratch + STRIP;
  const factors = scratch + <usize>ROWS * STRIP;
  for (let row = 0; row < tq; row++, out += oRow, lse += 4, total += 4, q += qRow, position += <i64>tk) {
    const count = causal ? min(keys, seen + row - from) : keys;
    if (count > 0) {
      scoresInPlace(scratch, q, k, kRow, count, dim, scale);
      mask(scratch, count);
      exponentiate(scratch, (count + 3) & ~3);
      if (p > 0) dropWeights(scratch, count, factors, position, p, keyLow, keyHigh);
      valuesInPlace(y, scratch, v, vRow, count, dim);
      merge(out, lse, total, y, scratch, dim, from == 0);
    } else if (from == 0) {
      clear(out, lse, total, dim);
    }
  }
}

/**
 * out = dropout(softmax(q·kᵀ·scale), p)·v and lse = ln Σ e^{q·k·scale} for every head.
 *
 * Feature strides are 1, all others are given in elements, so q, k, v may be views of a packed QKV tensor. Causal aligns the
 * ends: query i sees keys ≤ i + tk - tq; a query that sees none gets out 0 and lse -Inf.
 *
 * @shape q [B, H, Tq, D], k and v [B, H, Tk, D] → out [B, H, Tq, D], lse [B, H, Tq] contiguous
 * @param p weights are dropped as dropout_f32 does with the same key
 * @param head number of the first head in the mask: how many there are before q
 */
export function attention_f32(
  out: usize, lse: usize, q: usize, k: usize, v: usize, batch: i32, heads: i32, tq: i32, tk: i32, dim: i32,
  qB: i32, qH: i32, qT: i32, kB: i32, kH: i32, kT: i32, vB: i32, vH: i32, vT: i32, oB: i32, oH: i32, oT: i32,
  scale: f32, causal: i32, p: f64, keyLow: i32, keyHigh: i32, head: i32, scratch: usize,
): void {
  const total = (scratch + 63) & ~63;
  scratch = total + <usize>sumBytes(tq);
  const seen = tk - tq + 1;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++, head++) {
      const o = out + (<usize>(b * oB + h * oH) << 2);
      const l = lse + (<usize>((b * heads + h) * tq) << 2);
      const queries = q + (<usize>(b * qB + h * qH) << 2);
      let keyRows = k + (<usize>(b * kB + h * kH) << 2);
      let valueRows = v + (<usize>(b * vB + h * vH) << 2);
      const first = <i64>head * <i64>tq * <i64>tk;
      for (let from = 0; from == 0 || from < tk; from += KEYS) {
        const keys = min(KEYS, tk - from);
        if (tq < PACKED) {
          tileInPlace(
            o, l, queries, keyRows, valueRows, tq, tk, keys, from, seen, dim,
            <usize>qT << 2, <usize>kT << 2, <usize>vT << 2, <usize>oT << 2, scale, causal != 0,
            p, keyLow, keyHigh, first + <i64>from, total, scratch,
          );
        } else {
          tile(
            o, l, queries, keyRows, valueRows, tq, tk, keys, from, seen, dim,
            <usize>qT << 2, <usize>kT << 2, <usize>vT << 2, <usize>oT << 2, scale, causal != 0,
            p, keyLow, keyHigh, first + <i64>from, total, scratch,
          );
        }
        keyRows += <usize>(KEYS * kT) << 2;
        valueRows += <usize>(KEYS * vT) << 2;
      }
      logSums(l, total, tq);
    }
  }
}
