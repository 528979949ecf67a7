import { packFeatures, packKeys, panelBytes } from './attention-pack';
import { mask } from './attention-strip';
import { ROWS, tileAlongRows, tileDownRows } from './attention-tile';
import { expNonPositive4 } from './exp';
import { loadPart, storePart } from './partial';
import { madd4, sum4 } from './vector';

// The gradient of attention, head by head. Nothing of the forward pass is kept but out and lse: on tiles of 96 queries × 96
// keys the scores are computed again, to the bit, and P = e^{Q·(scale·K)ᵀ - lse}. With δ = Σ dOut ⊙ out per query
//   dS = P ⊙ (dOut·Vᵀ - δ),   dV += Pᵀ·dOut,   dK += dSᵀ·Q,   dQ += dS·K
// (Dao et al., FlashAttention, 2022, appendix B.2). All five products run on register tiles; their B operands are packed once
// per head, and dQ, dK, dV are summed in scratch over the tiles in fixed order and written out with the scale at the end.

/** Queries and keys of a tile; a multiple of 8 and of ROWS, so that a tile is cut into whole panels and blocks. */
const SIDE: i32 = 96;

/** Bytes between the rows of a tile: 96 columns, room for the zeros behind them, and an odd number of cache lines. */
const SIDE_BYTES: usize = 448;
const TILE_BYTES: usize = SIDE_BYTES * 96;

/** The lowest finite float. */
const LOWEST: f32 = -3.4028234663852886e38;

/** Rows of an accumulator, with room for the last block. */
// @ts-ignore: decorator
@inline
function accumulatorBytes(rows: i32, dim: i32): i32 {
  return panelBytes(dim, rows + ROWS);
}

/** Linear in tq and tk: packed operands and accumulators of one head. */
export function attentionBackwardScratch(tq: i32, tk: i32, dim: i32): i32 {
  const tiles = 2 * <i32>TILE_BYTES;
  const panels = 2 * panelBytes(tk, dim) + panelBytes(dim, tk) + 2 * panelBytes(dim, tq);
  const sums = accumulatorBytes(tq, dim) + 2 * accumulatorBytes(tk, dim);
  return tiles + panels + sums + ((tq << 2) + 63 & ~63);
}

/** δ[i] = Σ dOut[i] ⊙ out[i] */
function rowDots(delta: usize, dOut: usize, out: usize, oRow: usize, rows: i32, dim: i32): void {
  for (; rows > 0; rows--, delta += 4, dOut += oRow, out += oRow) {
    let sum = f32x4.splat(0);
    let d = 0;
    for (; d + 4 <= dim; d += 4) {
      const at = <usize>d << 2;
      sum = madd4(v128.load(dOut + at), v128.load(out + at), sum);
    }
    if (d < dim) {
      const at = <usize>d << 2;
      sum = madd4(loadPart<f32>(dOut + at, dim - d), loadPart<f32>(out + at, dim - d), sum);
    }
    store<f32>(delta, sum4(sum));
  }
}

/** out = x·scale, from a padded accumulator to strided rows. */
function writeRows(out: usize, outRow: usize, x: usize, xRow: usize, rows: i32, dim: i32, scale: v128): void {
  for (; rows > 0; rows--, out += outRow, x += xRow) {
    let d = 0;
    for (; d + 4 <= dim; d += 4) v128.store(out + (<usize>d << 2), f32x4.mul(v128.load(x + (<usize>d << 2)), scale));
    if (d < dim) storePart<f32>(out + (<usize>d << 2), f32x4.mul(v128.load(x + (<usize>d << 2)), scale), dim - d);
  }
}

/**
 * One row of a tile: scores s → probabilities, dP → dS; `width` is a multiple of four, scores that do not count are -Inf.
 * A block of dV or dK may read up to seven columns further: two vectors of zeros follow.
 */
// @ts-ignore: decorator
@inline
function rowGradient(s: usize, dP: usize, width: i32, lse: v128, delta: v128): void {
  for (const end = s + (<usize>width << 2); s < end; s += 16, dP += 16) {
    const p = expNonPositive4(f32x4.sub(v128.load(s), lse));
    v128.store(s, p);
    v128.store(dP, f32x4.mul(p, f32x4.sub(v128.load(dP), delta)));
  }
  const zero = f32x4.splat(0);
  v128.store(s, zero), v128.store(s, zero, 16);
  v128.store(dP, zero), v128.store(dP, zero, 16);
}

/** One head; `seen` is how many keys query 0 sees. */
function head(
  dq: usize, dk: usize, dv: usize, dOut: usize, q: usize, k: usize, v: usize, out: usize, lse: usize,
  tq: i32, tk: i32, dim: i32, qRow: usize, kRow: usize, vRow: usize, oRow: usize,
  scale: f32, causal: bool, seen: i32, scratch: usize,
): void {
  const row = <usize>panelBytes(dim, 1);
  const dS = scratch + TILE_BYTES;
  const keyPanels = dS + TILE_BYTES;
  const valuePanels = keyPanels + <usize>panelBytes(tk, dim);
  const keyFeatures = valuePanels + <usize>panelBytes(tk, dim);
  const queryFeatures = keyFeatures + <usize>panelBytes(dim, tk);
  const outFeatures = queryFeatures + <usize>panelBytes(dim, tq);
  const sumQ = outFeatures + <usize>panelBytes(dim, tq);
  const sumK = sumQ + <usize>accumulatorBytes(tq, dim);
  const sumV = sumK + <usize>accumulatorBytes(tk, dim);
  const delta = sumV + <usize>accumulatorBytes(tk, dim);

  packKeys(keyPanels, k, kRow, tk, dim, scale);
  packKeys(valuePanels, v, vRow, tk, dim, 1);
  packFeatures(keyFeatures, k, kRow, tk, dim);
  packFeatures(queryFeatures, q, qRow, tq, dim);
  packFeatures(outFeatures, dOut, oRow, tq, dim);
  memory.fill(sumQ, 0, delta - sumQ);
  rowDots(delta, dOut, out, oRow, tq, dim);

  for (let i0 = 0; i0 < tq; i0 += SIDE) {
    const queries = min(SIDE, tq - i0);
    for (let j0 = 0; j0 < tk; j0 += SIDE) {
      const keys = min(SIDE, tk - j0);
      // How many keys of this tile query i0 + i sees: offset + i, at most all.
      const offset = causal ? seen + i0 - j0 : SIDE;
      if (offset + queries - 1 <= 0) break;

      for (let i = 0; i < queries; i += ROWS) {
        const rows = min(ROWS, queries - i);
        const visible = causal ? min(keys, offset + i + rows - 1) : keys;
        if (visible <= 0) continue;
        const at = <usize>i * SIDE_BYTES;
        const first = <usize>(i0 + i);
        for (let p = 0; p < visible; p += 8) {
          const column = at + (<usize>p << 2);
          const panel = <usize>((j0 + p) * dim) << 2;
          tileAlongRows(scratch + column, SIDE_BYTES, q + first * qRow, qRow, rows, keyPanels + panel, dim, false);
          tileAlongRows(dS + column, SIDE_BYTES, dOut + first * oRow, oRow, rows, valuePanels + panel, dim, false);
        }
        const width = (visible + 3) & ~3;
        for (let r = 0; r < rows; r++) {
          const line = at + <usize>r * SIDE_BYTES;
          mask(scratch + line, causal ? max(0, min(keys, offset + i + r)) : keys, width);
          const number = (first + <usize>r) << 2;
          // A query without keys has lse -Inf and only scores of -Inf: against a finite number they give probability 0.
          const total = max<f32>(load<f32>(lse + number), LOWEST);
          rowGradient(scratch + line, dS + line, width, f32x4.splat(total), v128.load32_splat(delta + number));
        }
        for (let d = 0; d < dim; d += 8) {
          const target = sumQ + first * row + (<usize>d << 2);
          const panel = keyFeatures + (<usize>(d * tk + 8 * j0) << 2);
          tileAlongRows(target, row, dS + at, SIDE_BYTES, rows, panel, visible, true);
        }
      }

      for (let j = 0; j < keys; j += ROWS) {
        // The first query that sees key j0 + j.
        const start = causal ? max(0, j + 1 - offset) : 0;
        if (start >= queries) break;
        const column = <usize>start * SIDE_BYTES + (<usize>j << 2);
        const target = <usize>(j0 + j) * row;
        for (let d = 0; d < dim; d += 8) {
          const panel = <usize>(d * tq + 8 * (i0 + start)) << 2;
          const at = target + (<usize>d << 2);
          tileDownRows(sumV + at, row, scratch + column, SIDE_BYTES, outFeatures + panel, queries - start);
          tileDownRows(sumK + at, row, dS + column, SIDE_BYTES, queryFeatures + panel, queries - start);
        }
      }
    }
  }

  writeRows(dq, qRow, sumQ, row, tq, dim, f32x4.splat(scale));
  writeRows(dk, kRow, sumK, row, tk, dim, f32x4.splat(scale));
  writeRows(dv, vRow, sumV, row, tk, dim, f32x4.splat(1));
}

/**
 * dq, dk and dv (overwritten) from dOut and what attention_f32 left in out and lse. dq, dk, dv have the strides of q, k, v, and
 * dOut those of out. Keys that no query sees get gradient 0.
 */
export function attentionBackward_f32(
  dq: usize, dk: usize, dv: usize, dOut: usize, q: usize, k: usize, v: usize, out: usize, lse: usize,
  batch: i32, heads: i32, tq: i32, tk: i32, dim: i32,
  qB: i32, qH: i32, qT: i32, kB: i32, kH: i32, kT: i32, vB: i32, vH: i32, vT: i32, oB: i32, oH: i32, oT: i32,
  scale: f32, causal: i32, scratch: usize,
): void {
  scratch = (scratch + 63) & ~63;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const atQ = <usize>(b * qB + h * qH) << 2;
      const atK = <usize>(b * kB + h * kH) << 2;
      const atV = <usize>(b * vB + h * vH) << 2;
      const atO = <usize>(b * oB + h * oH) << 2;
      head(
        dq + atQ, dk + atK, dv + atV, dOut + atO, q + atQ, k + atK, v + atV, out + atO,
        lse + (<usize>((b * heads + h) * tq) << 2), tq, tk, dim,
        <usize>qT << 2, <usize>kT << 2, <usize>vT << 2, <usize>oT << 2, scale, causal != 0, tk - tq + 1, scratch,
      );
    }
  }
}
