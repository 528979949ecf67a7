import { loadSome, storeSome } from './partial';
import { arriving4, gate4, gateSlope4, hasEnded, passOn, tanhSlope4 } from './recurrence';
import { tanh4 } from './tanh';
import { madd4 } from './vector';

/**
 * One step of an LSTM: i, f, o = σ(…), g = tanh(…), c = f·c' + i·g, h = o·tanh c. The gates of a row are i, f, g, o.
 * @shape gates, product [rows, 4H]; h, c, hBefore, cBefore [rows, H]
 */
export function lstmStep_f32(
  h: usize, c: usize, gates: usize, inner: usize, product: usize, hBefore: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  const row = <usize>H << 2;
  for (let r = 0; r < rows; r++) {
    if (hasEnded(lengths, r, t)) {
      memory.copy(h, hBefore, row);
      memory.copy(c, cBefore, row);
    } else {
      for (let at: usize = 0, n = H; n > 0; n -= 4, at += 16) {
        const a = gates + at;
        const p = product + at;
        const i = gate4(f32x4.add(loadSome(a, n), loadSome(p, n)));
        const f = gate4(f32x4.add(loadSome(a + row, n), loadSome(p + row, n)));
        const g = tanh4(f32x4.add(loadSome(a + 2 * row, n), loadSome(p + 2 * row, n)));
        const o = gate4(f32x4.add(loadSome(a + 3 * row, n), loadSome(p + 3 * row, n)));
        storeSome(a, i, n);
        storeSome(a + row, f, n);
        storeSome(a + 2 * row, g, n);
        storeSome(a + 3 * row, o, n);
        const cell = madd4(f, loadSome(cBefore + at, n), f32x4.mul(i, g));
        storeSome(c + at, cell, n);
        storeSome(h + at, f32x4.mul(o, tanh4(cell)), n);
      }
    }
    h += row;
    c += row;
    hBefore += row;
    cBefore += row;
    gates += 4 * row;
    product += 4 * row;
  }
}

/**
 * With dh and dc arriving: do = dh·tanh c, dc += dh·o·(1 - tanh²c), di = dc·g, df = dc·c', dg = dc·i, each times the slope of
 * its function; dc·f goes on to the step before, in place. Nothing of dh goes on past the weights, so carry becomes 0.
 * @shape dGates, gates [rows, 4H]; carry, dC, dOutput, product, c, cBefore [rows, H]
 */
export function lstmBackward_f32(
  dGates: usize, dProduct: usize, carry: usize, dC: usize, dOutput: usize, product: usize,
  gates: usize, inner: usize, h: usize, hBefore: usize, c: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  const row = <usize>H << 2;
  for (let r = 0; r < rows; r++) {
    if (hasEnded(lengths, r, t)) {
      passOn(dGates, dGates, carry, product, H, 4);
    } else {
      for (let at: usize = 0, n = H; n > 0; n -= 4, at += 16) {
        const dh = arriving4(dOutput ? dOutput + at : 0, product ? product + at : 0, carry + at, n);
        const a = gates + at;
        const i = loadSome(a, n);
        const f = loadSome(a + row, n);
        const g = loadSome(a + 2 * row, n);
        const o = loadSome(a + 3 * row, n);
        const y = tanh4(loadSome(c + at, n));
        const dCell = madd4(f32x4.mul(dh, o), tanhSlope4(y), loadSome(dC + at, n));
        const d = dGates + at;
        storeSome(d, f32x4.mul(f32x4.mul(dCell, g), gateSlope4(i)), n);
        storeSome(d + row, f32x4.mul(f32x4.mul(dCell, loadSome(cBefore + at, n)), gateSlope4(f)), n);
        storeSome(d + 2 * row, f32x4.mul(f32x4.mul(dCell, i), tanhSlope4(g)), n);
        storeSome(d + 3 * row, f32x4.mul(f32x4.mul(dh, y), gateSlope4(o)), n);
        storeSome(dC + at, f32x4.mul(dCell, f), n);
      }
      memory.fill(carry, 0, row);
    }
    carry += row;
    dC += row;
    c += row;
    cBefore += row;
    if (dOutput) dOutput += row;
    if (product) product += row;
    gates += 4 * row;
    dGates += 4 * row;
  }
}
