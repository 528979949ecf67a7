import { constant4 } from './constant';
import { loadSome, storeSome } from './partial';
import { arriving4, gate4, gateSlope4, hasEnded, passOn, tanhSlope4 } from './recurrence';
import { tanh4 } from './tanh';
import { madd4 } from './vector';

const ONE = memory.data<f32>([1]);

/**
 * One step of a GRU: r, z = σ(…), n = tanh(gates + r·product), h = n + z·(h' - n). The gates of a row are r, z, n; inner is
 * the product's part of n, before r.
 * @shape gates, product [rows, 3H]; h, inner, hBefore [rows, H]
 */
export function gruStep_f32(
  h: usize, c: usize, gates: usize, inner: usize, product: usize, hBefore: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  const row = <usize>H << 2;
  for (let k = 0; k < rows; k++) {
    if (hasEnded(lengths, k, t)) {
      memory.copy(h, hBefore, row);
    } else {
      for (let at: usize = 0, count = H; count > 0; count -= 4, at += 16) {
        const a = gates + at;
        const p = product + at;
        const r = gate4(f32x4.add(loadSome(a, count), loadSome(p, count)));
        const z = gate4(f32x4.add(loadSome(a + row, count), loadSome(p + row, count)));
        const through = loadSome(p + 2 * row, count);
        const n = tanh4(madd4(r, through, loadSome(a + 2 * row, count)));
        storeSome(a, r, count);
        storeSome(a + row, z, count);
        storeSome(a + 2 * row, n, count);
        storeSome(inner + at, through, count);
        storeSome(h + at, madd4(z, f32x4.sub(loadSome(hBefore + at, count), n), n), count);
      }
    }
    h += row;
    inner += row;
    hBefore += row;
    gates += 3 * row;
    product += 3 * row;
  }
}

/**
 * With dh arriving: dz = dh·(h' - n), dn = dh·(1 - z), dr = dn·inner, each times the slope of its function. The gradient of the
 * product is that of the gates, but dn·r in its last part; dh·z goes on past the weights, as carry.
 * @shape dGates, dProduct, gates [rows, 3H]; carry, dOutput, product, inner, hBefore [rows, H]
 */
export function gruBackward_f32(
  dGates: usize, dProduct: usize, carry: usize, dC: usize, dOutput: usize, product: usize,
  gates: usize, inner: usize, h: usize, hBefore: usize, c: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  const row = <usize>H << 2;
  for (let k = 0; k < rows; k++) {
    if (hasEnded(lengths, k, t)) {
      passOn(dGates, dProduct, carry, product, H, 3);
    } else {
      for (let at: usize = 0, count = H; count > 0; count -= 4, at += 16) {
        const dh = arriving4(dOutput ? dOutput + at : 0, product ? product + at : 0, carry + at, count);
        const a = gates + at;
        const r = loadSome(a, count);
        const z = loadSome(a + row, count);
        const n = loadSome(a + 2 * row, count);
        const dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(constant4(ONE), z)), tanhSlope4(n));
        const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(loadSome(hBefore + at, count), n)), gateSlope4(z));
        const dr = f32x4.mul(f32x4.mul(dn, loadSome(inner + at, count)), gateSlope4(r));
        const d = dGates + at;
        const e = dProduct + at;
        storeSome(d, dr, count);
        storeSome(e, dr, count);
        storeSome(d + row, dz, count);
        storeSome(e + row, dz, count);
        storeSome(d + 2 * row, dn, count);
        storeSome(e + 2 * row, f32x4.mul(dn, r), count);
        storeSome(carry + at, f32x4.mul(dh, z), count);
      }
    }
    carry += row;
    inner += row;
    hBefore += row;
    if (dOutput) dOutput += row;
    if (product) product += row;
    gates += 3 * row;
    dGates += 3 * row;
    dProduct += 3 * row;
  }
}
