import { constant4 } from './constant';
import { loadSome, storeSome } from './partial';
import { arriving4, hasEnded, passOn, tanhSlope4 } from './recurrence';
import { tanh4 } from './tanh';

const ZERO = memory.data<f32>([0]);

/** h = f(gates + product), f = tanh or relu. @shape h, gates, product, hBefore [rows, H] */
// @ts-ignore: decorator
@inline
function step(
  bounded: bool, h: usize, gates: usize, product: usize, hBefore: usize, lengths: usize, t: i32, rows: i32, H: i32,
): void {
  const row = <usize>H << 2;
  for (let r = 0; r < rows; r++) {
    if (hasEnded(lengths, r, t)) memory.copy(h, hBefore, row);
    else {
      for (let at: usize = 0, n = H; n > 0; n -= 4, at += 16) {
        const a = f32x4.add(loadSome(gates + at, n), loadSome(product + at, n));
        // pmax(a, b) is a < b ? b : a: NaN stays.
        storeSome(h + at, bounded ? tanh4(a) : f32x4.pmax(a, constant4(ZERO)), n);
      }
    }
    h += row;
    gates += row;
    product += row;
    hBefore += row;
  }
}

/** dGates = dh·f', which is 1 - h² or whether h > 0; carry becomes 0. @shape dGates, carry, dOutput, product, h [rows, H] */
// @ts-ignore: decorator
@inline
function stepBackward(
  bounded: bool, dGates: usize, carry: usize, dOutput: usize, product: usize, h: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  const row = <usize>H << 2;
  for (let r = 0; r < rows; r++) {
    if (hasEnded(lengths, r, t)) passOn(dGates, dGates, carry, product, H, 1);
    else {
      for (let at: usize = 0, n = H; n > 0; n -= 4, at += 16) {
        const dh = arriving4(dOutput ? dOutput + at : 0, product ? product + at : 0, carry + at, n);
        const y = loadSome(h + at, n);
        const slope = bounded ? f32x4.mul(dh, tanhSlope4(y)) : v128.and(dh, f32x4.gt(y, constant4(ZERO)));
        storeSome(dGates + at, slope, n);
      }
      memory.fill(carry, 0, row);
    }
    carry += row;
    h += row;
    dGates += row;
    if (dOutput) dOutput += row;
    if (product) product += row;
  }
}

/** One step of a plain recurrent layer with tanh. */
export function rnnTanhStep_f32(
  h: usize, c: usize, gates: usize, inner: usize, product: usize, hBefore: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  step(true, h, gates, product, hBefore, lengths, t, rows, H);
}

/** One step of a plain recurrent layer with relu. */
export function rnnReluStep_f32(
  h: usize, c: usize, gates: usize, inner: usize, product: usize, hBefore: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  step(false, h, gates, product, hBefore, lengths, t, rows, H);
}

/** The gradient of a step with tanh. */
export function rnnTanhBackward_f32(
  dGates: usize, dProduct: usize, carry: usize, dC: usize, dOutput: usize, product: usize,
  gates: usize, inner: usize, h: usize, hBefore: usize, c: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  stepBackward(true, dGates, carry, dOutput, product, h, lengths, t, rows, H);
}

/** The gradient of a step with relu. */
export function rnnReluBackward_f32(
  dGates: usize, dProduct: usize, carry: usize, dC: usize, dOutput: usize, product: usize,
  gates: usize, inner: usize, h: usize, hBefore: usize, c: usize, cBefore: usize,
  lengths: usize, t: i32, rows: i32, H: i32,
): void {
  stepBackward(false, dGates, carry, dOutput, product, h, lengths, t, rows, H);
}
