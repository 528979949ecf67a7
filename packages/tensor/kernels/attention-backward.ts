import { FACTOR_EDGES, weightFactors } from './attention-dropout';
import { packFeatures, packKeys, panelBytes } from './attention-pack';
import { ROWS, tileAlongRows, tileDownRows } from './attention-tile';
import { expNonPositive4 } from './exp';
import { loadPart } from './partial';
import { madd4, sum4 } from './vector';

// The gradient of attention, head by head. Nothing of the forward pass is kept but out and lse: on tiles of 96 queries × 96
// keys the scores are computed again, to the bit, and P = e^{Q·(scale·K)ᵀ - lse}. With δ = Σ dOut ⊙ out per query
//   dS = P ⊙ (dOut·Vᵀ - δ),   dV += Pᵀ·dOut,   dK += dSᵀ·Q,   dQ += dS·K
// (Dao et al., FlashAttention, 2022, appendix B.2). With dropout, M the factors 0 or 1 / (1 - p), dOut·Vᵀ ⊙ M stands for dOut·Vᵀ and P ⊙ M
// for P in dV; they are made again from their key. All five products run on register tiles that add to dQ, dK and dV where they lie,
// in fixed order; their B operands are packed once per head, with the scale. Where one of them is not finite, hidden pairs
// are left out query by query and key by key instead of being counted with weight 0.

/** Queries and keys of a tile; a multiple of 8 and of ROWS, so that a tile is cut into whole panels and blocks. */
const SIDE: i32 = 96;

/** Bytes between the rows of a tile: 96 columns, room for the zeros behind them, and an odd number of cache lines. */
const SIDE_BYTES: usize = 448;

/** A single row is computed as a block of ROWS, so the last one needs room below. */
const TILE_BYTES: usize = SIDE_BYTES * 102;

/** Bytes for the factors of dropout of a row of a tile. */
const FACTORS: usize = 4 * 96 + <usize>FACTOR_EDGES;

/** Linear in tq and tk: packed operands of one head. */
export function attentionBackwardScratch(tq: i32, tk: i32, dim: i32): i32 {
  const panels = 2 * panelBytes(tk, dim) + panelBytes(dim, tk) + 2 * panelBytes(dim, tq) + panelBytes(dim, ROWS);
  return 2 * <i32>TILE_BYTES + <i32>FACTORS + panels + ((tq << 2) + 63 & ~63);
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

/** Rows of `dim` features from one place to another; `rows` of them or none. */
function copyRows(to: usize, toRow: usize, from: usize, fromRow: usize, rows: i32, dim: i32): void {
  for (; rows > 0; rows--, to += toRow, from += fromRow) memory.copy(to, from, <usize>dim << 2);
}

function clearRows(out: usize, outRow: usize, rows: i32, dim: i32): void {
  for (; rows > 0; rows--, out += outRow) memory.fill(out, 0, <usize>dim << 2);
}

/**
 * One row of a tile: scores s → weights, dP → dS; `width` is a multiple of four. From `count` on, where the row's keys end,
 * eight zeros follow in both: up to `width` and beyond what a block of dV or dK reads. `factors` are those of dropout or 0.
 */
// @ts-ignore: decorator
@inline
function rowGradient(
  s: usize, dP: usize, count: i32, width: i32, lse: v128, delta: v128, factors: usize,
): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0, end = <usize>width << 2; at < end; at += 16) {
    const p = expNonPositive4(f32x4.sub(v128.load(s + at), lse));
    let dWeight = v128.load(dP + at);
    let weight = p;
    if (factors) {
      const factor = v128.load(factors + at);
      weight = f32x4.mul(p, factor);
      dWeight = f32x4.mul(dWeight, factor);
    }
    v128.store(s + at, weight);
    v128.store(dP + at, f32x4.mul(p, f32x4.sub(dWeight, delta)));
  }
  s += <usize>count << 2, dP += <usize>count << 2;
  v128.store(s, zero), v128.store(s, zero, 16);
  v128.store(dP, zero), v128.store(dP, zero, 16);
}

/** One head; `seen` is how many keys query 0 sees, `position` that of its first weight in the mask. */
function head(
  dq: usize, dk: usize, dv: usize, dOut: usize, q: usize, k: usize, v: usize, out: usize, lse: usize,
  tq: i32, tk: i32, dim: i32, qRow: usize, kRow: usize, vRow: usize, oRow: usize, scale: f32, causal: bool, seen: i32,
  p: f64, keyLow: i32, keyHigh: i32, position: i64, scratch: usize,
): void {
  const dS = scratch + TILE_BYTES;
  const buffer = dS + TILE_BYTES;
  const keyPanels = buffer + FACTORS;
  const valuePanels = keyPanels + <usize>panelBytes(tk, dim);
  const keyFeatures = valuePanels + <usize>panelBytes(tk, dim);
  const queryFeatures = keyFeatures + <usize>panelBytes(dim, tk);
  const outFeatures = queryFeatures + <usize>panelBytes(dim, tq);
  const block = outFeatures + <usize>panelBytes(dim, tq);
  const blockRow = <usize>panelBytes(dim, 1);
  const delta = block + <usize>panelBytes(dim, ROWS);

  packKeys(keyPanels, k, kRow, tk, dim, scale);
  packKeys(valuePanels, v, vRow, tk, dim, 1);
  const finite = packFeatures(keyFeatures, k, kRow, tk, dim, scale)
    & packFeatures(queryFeatures, q, qRow, tq, dim, scale)
    & packFeatures(outFeatures, dOut, oRow, tq, dim, 1);
  rowDots(delta, dOut, out, oRow, tq, dim);
  if (tk == 0) clearRows(dq, qRow, tq, dim);
  if (tq == 0) clearRows(dk, kRow, tk, dim), clearRows(dv, vRow, tk, dim);

  const step = causal && !finite ? 1 : ROWS;
  // Tiles of full size are added up in place, others in `block`.
  const inPlace = (dim & 7) == 0;
  for (let i0 = 0; i0 < tq; i0 += SIDE) {
    const queries = min(SIDE, tq - i0);
    for (let j0 = 0; j0 < tk; j0 += SIDE) {
      const keys = min(SIDE, tk - j0);
      // How many keys of this tile query i0 + i sees: offset + i, at most all.
      const offset = causal ? seen + i0 - j0 : SIDE;
      if (j0 > 0 && offset + queries - 1 <= 0) break;

      for (let i = 0; i < queries; i += step) {
        const rows = min(step, queries - i);
        const visible = causal ? min(keys, offset + i + rows - 1) : keys;
        const at = <usize>i * SIDE_BYTES;
        const first = <usize>(i0 + i);
        if (visible <= 0) {
          if (j0 == 0) clearRows(dq + first * qRow, qRow, rows, dim);
          continue;
        }
        for (let j = 0; j < visible; j += 8) {
          const column = at + (<usize>j << 2);
          const panel = <usize>((j0 + j) * dim) << 2;
          tileAlongRows(scratch + column, SIDE_BYTES, q + first * qRow, qRow, rows, keyPanels + panel, dim, false);
          tileAlongRows(dS + column, SIDE_BYTES, dOut + first * oRow, oRow, rows, valuePanels + panel, dim, false);
        }
        const width = (visible + 3) & ~3;
        for (let r = 0; r < rows; r++) {
          const line = at + <usize>r * SIDE_BYTES;
          const s = scratch + line, dP = dS + line;
          const count = causal ? max(0, min(keys, offset + i + r)) : keys;
          const number = (first + <usize>r) << 2;
          const total = v128.load32_splat(lse + number), dot = v128.load32_splat(delta + number);
          let factors: usize = 0;
          if (p > 0) {
            const start = position + <i64>(i0 + i + r) * <i64>tk + <i64>j0;
            factors = weightFactors(buffer, start, width, p, keyLow, keyHigh);
          }
          rowGradient(s, dP, count, width, total, dot, factors);
        }

        const target = dq + first * qRow;
        const direct = inPlace && rows == ROWS;
        const c = direct ? target : block, cRow = direct ? qRow : blockRow;
        if (!direct && j0 > 0) copyRows(block, blockRow, target, qRow, rows, dim);
        for (let d = 0; d < dim; d += 8) {
          const panel = keyFeatures + (<usize>(d * tk + 8 * j0) << 2);
          tileAlongRows(c + (<usize>d << 2), cRow, dS + at, SIDE_BYTES, rows, panel, visible, j0 > 0);
        }
        if (!direct) copyRows(target, qRow, block, blockRow, rows, dim);
      }

      for (let j = 0; j < keys; j += step) {
        // The first query that sees key j0 + j, and whether one of an earlier tile did.
        const start = causal ? max(0, j + 1 - offset) : 0;
        if (start >= queries) break;
        const rows = min(step, keys - j);
        const more = i0 > 0 && (!causal || j < offset - 1);
        const column = <usize>start * SIDE_BYTES + (<usize>j << 2);
        const panel = <usize>(8 * (i0 + start)) << 2;
        const number = <usize>(j0 + j);
        addDown(dv + number * vRow, vRow, block, scratch + column, outFeatures + panel, tq, dim, queries - start, rows, more);
        addDown(dk + number * kRow, kRow, block, dS + column, queryFeatures + panel, tq, dim, queries - start, rows, more);
      }
    }
  }
}

/** Block of dV or dK rows (+)= Aᵀ·B over `steps` queries, `panels` being B's of `tq` steps. */
function addDown(
  target: usize, row: usize, block: usize, a: usize, panels: usize, tq: i32, dim: i32, steps: i32, rows: i32, more: bool,
): void {
  const blockRow = <usize>panelBytes(dim, 1);
  const direct = (dim & 7) == 0 && rows == ROWS;
  const c = direct ? target : block, cRow = direct ? row : blockRow;
  if (!direct && more) copyRows(block, blockRow, target, row, rows, dim);
  for (let d = 0; d < dim; d += 8) {
    tileDownRows(c + (<usize>d << 2), cRow, a, SIDE_BYTES, panels + (<usize>(d * tq) << 2), steps, more);
  }
  if (!direct) copyRows(target, row, block, blockRow, rows, dim);
}

/**
 * dq, dk and dv (overwritten) from dOut and what attention_f32 left in out and lse. dq, dk, dv have the strides of q, k, v, and
 * dOut those of out; p, key and head are attention_f32's. Keys that no query sees get gradient 0.
 */
export function attentionBackward_f32(
  dq: usize, dk: usize, dv: usize, dOut: usize, q: usize, k: usize, v: usize, out: usize, lse: usize,
  batch: i32, heads: i32, tq: i32, tk: i32, dim: i32,
  qB: i32, qH: i32, qT: i32, kB: i32, kH: i32, kT: i32, vB: i32, vH: i32, vT: i32, oB: i32, oH: i32, oT: i32,
  scale: f32, causal: i32, p: f64, keyLow: i32, keyHigh: i32, number: i32, scratch: usize,
): void {
  scratch = (scratch + 63) & ~63;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++, number++) {
      const atQ = <usize>(b * qB + h * qH) << 2;
      const atK = <usize>(b * kB + h * kH) << 2;
      const atV = <usize>(b * vB + h * vH) << 2;
      const atO = <usize>(b * oB + h * oH) << 2;
      head(
        dq + atQ, dk + atK, dv + atV, dOut + atO, q + atQ, k + atK, v + atV, out + atO,
        lse + (<usize>((b * heads + h) * tq) << 2), tq, tk, dim,
        <usize>qT << 2, <usize>kT << 2, <usize>vT << 2, <usize>oT << 2, scale, causal != 0, tk - tq + 1,
        p, keyLow, keyHigh, <i64>number * <i64>tq * <i64>tk, scratch,
      );
    }
  }
}
