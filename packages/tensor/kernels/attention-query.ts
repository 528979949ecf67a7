import { loadPart, storePart } from './partial';
import { madd4, sum4 } from './vector';

// The two products of one query, memory bound: every key and value is read once, where it lies.

/** q·k, whole vectors first, then the rest of the features as one padded vector. */
// @ts-ignore: decorator
@inline
function dot(q: usize, k: usize, dim: i32): f32 {
  let sum = f32x4.splat(0);
  for (; dim >= 4; dim -= 4, q += 16, k += 16) sum = madd4(v128.load(q), v128.load(k), sum);
  if (dim) sum = madd4(loadPart<f32>(q, dim), loadPart<f32>(k, dim), sum);
  return sum4(sum);
}

/** s[j] = scale·q·k[j] */
export function scoresInPlace(s: usize, q: usize, k: usize, kRow: usize, keys: i32, dim: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  const whole = <usize>(dim & ~3) << 2;
  const rest = dim & 3;
  let j = keys;
  // Four keys at a time share the loads of q; each has dot's own order, so a score does not depend on its neighbours.
  for (; j >= 4; j -= 4, s += 16) {
    const k1 = k + kRow, k2 = k1 + kRow, k3 = k2 + kRow;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const x = v128.load(q + i);
      s0 = madd4(x, v128.load(k + i), s0);
      s1 = madd4(x, v128.load(k1 + i), s1);
      s2 = madd4(x, v128.load(k2 + i), s2);
      s3 = madd4(x, v128.load(k3 + i), s3);
    }
    if (rest) {
      const x = loadPart<f32>(q + i, rest);
      s0 = madd4(x, loadPart<f32>(k + i, rest), s0);
      s1 = madd4(x, loadPart<f32>(k1 + i, rest), s1);
      s2 = madd4(x, loadPart<f32>(k2 + i, rest), s2);
      s3 = madd4(x, loadPart<f32>(k3 + i, rest), s3);
    }
    v128.store(s, f32x4.mul(f32x4(sum4(s0), sum4(s1), sum4(s2), sum4(s3)), scales));
    k = k3 + kRow;
  }
  for (; j > 0; j--, s += 4, k += kRow) store<f32>(s, dot(q, k, dim) * scale);
}

/** y[d] = Σ p[j]·v[j, d], sixteen features at a time, keys in order. */
export function valuesInPlace(y: usize, p: usize, v: usize, vRow: usize, keys: i32, dim: i32): void {
  let d = dim;
  for (; d >= 16; d -= 16, y += 64, v += 64) {
    let y0 = f32x4.splat(0), y1 = y0, y2 = y0, y3 = y0;
    let at = v;
    for (let j = 0; j < keys; j++, at += vRow) {
      const weight = v128.load32_splat(p + (<usize>j << 2));
      y0 = madd4(weight, v128.load(at), y0);
      y1 = madd4(weight, v128.load(at, 16), y1);
      y2 = madd4(weight, v128.load(at, 32), y2);
      y3 = madd4(weight, v128.load(at, 48), y3);
    }
    v128.store(y, y0), v128.store(y, y1, 16), v128.store(y, y2, 32), v128.store(y, y3, 48);
  }
  for (; d > 0; d -= 4, y += 16, v += 16) {
    let sum = f32x4.splat(0);
    let at = v;
    for (let j = 0; j < keys; j++, at += vRow) {
      const value = d >= 4 ? v128.load(at) : loadPart<f32>(at, d);
      sum = madd4(v128.load32_splat(p + (<usize>j << 2)), value, sum);
    }
    if (d >= 4) v128.store(y, sum);
    else storePart<f32>(y, sum, d);
  }
}
