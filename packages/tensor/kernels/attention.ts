import { attentionBackwardScratch } from './attention-backward';
import { packFeatures, packKeys, panelBytes } from './attention-pack';
import { scoresInPlace, valuesInPlace } from './attention-query';
import { clear, exponentiate, KEYS, mask, merge, STRIP } from './attention-strip';
import { ROWS, tileAlongRows } from './attention-tile';

// Scaled dot-product attention, softmax(Q·Kᵀ·scale)·V per head, without the T × T matrix. Keys are taken in tiles of
// 512, packed once per head; a block of ROWS queries needs one strip of scores, ROWS × 512, whose row maxima are known
// before exp. After every tile (out, lse) is the exact attention over the keys so far, and the next is merged with weights
// e^{lse - lse'}: the running maximum and sum of Dao et al. (FlashAttention, 2022), kept as their logarithm.
// One or two queries (a step of generation) touch each key once and skip the packing.
// A key that is masked has probability 0, not no part: 0·NaN in its value is NaN for queries of the same block, as in torch.
// Measured (B 8, H 6, T 256, D 64, causal, useful operations only): 35 GFLOP/s, with backward 37, of a roof of 57.

/** Below this many queries the keys are read where they are. */
const PACKED: i32 = 3;

/** Scratch bytes of attention_f32 and attentionBackward_f32. */
export function attentionScratch_f32(tq: i32, tk: i32, dim: i32): i32 {
  const keys = min(tk, KEYS);
  const forward = ROWS * <i32>STRIP + panelBytes(keys, dim) + panelBytes(dim, keys) + panelBytes(dim, ROWS);
  return max(forward, attentionBackwardScratch(tq, tk, dim)) + 64;
}

/** One tile of keys for all queries of a head; `from` is its first key, `seen` how many keys query 0 sees in all. */
function tile(
  out: usize, lse: usize, q: usize, k: usize, v: usize, tq: i32, keys: i32, from: i32, seen: i32, dim: i32,
  qRow: usize, kRow: usize, vRow: usize, oRow: usize, scale: f32, causal: bool, scratch: usize,
): void {
  const keyPanels = scratch + <usize>ROWS * STRIP;
  const valuePanels = keyPanels + <usize>panelBytes(keys, dim);
  const block = valuePanels + <usize>panelBytes(dim, keys);
  const blockRow = <usize>panelBytes(dim, 1);
  packKeys(keyPanels, k, kRow, keys, dim, scale);
  packFeatures(valuePanels, v, vRow, keys, dim);

  for (let row = 0; row < tq; row += ROWS) {
    const rows = min(ROWS, tq - row);
    const visible = causal ? max(0, min(keys, seen + row + rows - 1 - from)) : keys;
    for (let p = 0; p < visible; p += 8) {
      const panel = keyPanels + <usize>(p * dim) * 4;
      tileAlongRows(scratch + (<usize>p << 2), STRIP, q + <usize>row * qRow, qRow, rows, panel, dim, false);
    }
    const width = (visible + 3) & ~3;
    for (let i = 0; i < ROWS; i++) {
      mask(scratch + <usize>i * STRIP, causal ? max(0, min(visible, seen + row + i - from)) : keys, width);
    }
    for (let i = 0; i < ROWS; i += 2) exponentiate(scratch + <usize>i * STRIP, width);
    for (let d = 0; d < dim && visible > 0; d += 8) {
      const panel = valuePanels + <usize>(d * keys) * 4;
      tileAlongRows(block + (<usize>d << 2), blockRow, scratch, STRIP, rows, panel, visible, false);
    }
    for (let i = 0; i < rows; i++) {
      const strip = scratch + <usize>i * STRIP;
      const target = out + <usize>(row + i) * oRow;
      const at = lse + (<usize>(row + i) << 2);
      const count = causal ? seen + row + i - from : keys;
      if (count > 0) merge(target, at, block + <usize>i * blockRow, strip, dim, from == 0);
      else if (from == 0) clear(target, at, dim);
    }
  }
}

/** The same for a query or two, straight from the strided keys and values. */
function tileInPlace(
  out: usize, lse: usize, q: usize, k: usize, v: usize, tq: i32, keys: i32, from: i32, seen: i32, dim: i32,
  qRow: usize, kRow: usize, vRow: usize, oRow: usize, scale: f32, causal: bool, scratch: usize,
): void {
  // exponentiate works on two strips; the second is the result's room until then.
  const y = scratch + STRIP;
  for (let row = 0; row < tq; row++, out += oRow, lse += 4, q += qRow) {
    const count = causal ? min(keys, seen + row - from) : keys;
    if (count > 0) {
      scoresInPlace(scratch, q, k, kRow, count, dim, scale);
      mask(scratch, count, (count + 3) & ~3);
      exponentiate(scratch, (count + 3) & ~3);
      valuesInPlace(y, scratch, v, vRow, count, dim);
      merge(out, lse, y, scratch, dim, from == 0);
    } else if (from == 0) {
      clear(out, lse, dim);
    }
  }
}

/**
 * out = softmax(q·kᵀ·scale)·v and lse = ln Σ e^{q·k·scale} for every head.
 *
 * Feature strides are 1, all others are given in elements, so q, k, v may be views of a packed QKV tensor. Causal aligns the
 * ends: query i sees keys ≤ i + tk - tq; a query that sees none gets out 0 and lse -Inf.
 *
 * @shape q [B, H, Tq, D], k and v [B, H, Tk, D] → out [B, H, Tq, D], lse [B, H, Tq] contiguous
 */
export function attention_f32(
  out: usize, lse: usize, q: usize, k: usize, v: usize, batch: i32, heads: i32, tq: i32, tk: i32, dim: i32,
  qB: i32, qH: i32, qT: i32, kB: i32, kH: i32, kT: i32, vB: i32, vH: i32, vT: i32, oB: i32, oH: i32, oT: i32,
  scale: f32, causal: i32, scratch: usize,
): void {
  scratch = (scratch + 63) & ~63;
  const seen = tk - tq + 1;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const o = out + (<usize>(b * oB + h * oH) << 2);
      const l = lse + (<usize>((b * heads + h) * tq) << 2);
      const queries = q + (<usize>(b * qB + h * qH) << 2);
      let keyRows = k + (<usize>(b * kB + h * kH) << 2);
      let valueRows = v + (<usize>(b * vB + h * vH) << 2);
      for (let from = 0; from == 0 || from < tk; from += KEYS) {
        const keys = min(KEYS, tk - from);
        if (tq < PACKED) {
          tileInPlace(
            o, l, queries, keyRows, valueRows, tq, keys, from, seen, dim,
            <usize>qT << 2, <usize>kT << 2, <usize>vT << 2, <usize>oT << 2, scale, causal != 0, scratch,
          );
        } else {
          tile(
            o, l, queries, keyRows, valueRows, tq, keys, from, seen, dim,
            <usize>qT << 2, <usize>kT << 2, <usize>vT << 2, <usize>oT << 2, scale, causal != 0, scratch,
          );
        }
        keyRows += <usize>(KEYS * kT) << 2;
        valueRows += <usize>(KEYS * vT) << 2;
      }
    }
  }
}
