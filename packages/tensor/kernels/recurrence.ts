import { constant4 } from './constant';
import { expReduced4, power4, reduced4, shifted4 } from './exp';
import { loadSome, storeSome } from './partial';

// What the steps of LSTM, GRU and plain recurrent layers share. A forward step gets `gates` = W_ih·x + b_ih of its time and
// `product` = W_hh·h + b_hh, and writes the new state, and the activated gates over `gates`, from which the backward step
// makes their gradients. A sequence that has ended by step t (t ≥ its entry in `lengths`) keeps its state, whichever way time
// is walked, and its gates get no gradient. Rows lie without gaps; states have H columns, gates and products G·H.
// One order of arguments serves all cells; addresses that a cell has no use for are 0.

/** 1, and the limits between which e^-a needs none of its own: σ has rounded to 0 and to 1 there. */
const TABLE = memory.data<f32>([1, 88.5, -87]);

/**
 * σ(a) = 1 / (1 + e^-a) on four floats, all in float32: a gate needs no more, in half the time of sigmoid4.
 *
 * @special σ(-Inf) = 0, σ(+Inf) = 1, NaN → NaN; below -88.4 it is 0
 */
// @ts-ignore: decorator
@inline
export function gate4(a: v128): v128 {
  const one = constant4(TABLE, 0);
  const exponent = f32x4.pmax(f32x4.pmin(f32x4.neg(a), constant4(TABLE, 1)), constant4(TABLE, 2));
  const shifted = shifted4(exponent);
  const e = f32x4.mul(f32x4.add(expReduced4(reduced4(exponent, shifted)), one), power4(shifted));
  return f32x4.div(one, f32x4.add(one, e));
}

/** y·(1 - y), the slope of σ where it is y. */
// @ts-ignore: decorator
@inline
export function gateSlope4(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(constant4(TABLE, 0), y));
}

/** 1 - y², the slope of tanh where it is y. */
// @ts-ignore: decorator
@inline
export function tanhSlope4(y: v128): v128 {
  return f32x4.sub(constant4(TABLE, 0), f32x4.mul(y, y));
}

/** Whether a sequence has ended by step t; without lengths none has. */
// @ts-ignore: decorator
@inline
export function hasEnded(lengths: usize, row: i32, t: i32): bool {
  return lengths != 0 && t >= load<i32>(lengths + (<usize>row << 2));
}

/** dh: what arrives from the output, from the next step through the weights, and from it directly; addresses may be 0. */
// @ts-ignore: decorator
@inline
export function arriving4(dOutput: usize, product: usize, carry: usize, count: i32): v128 {
  let dh = loadSome(carry, count);
  if (product) dh = f32x4.add(dh, loadSome(product, count));
  return dOutput ? f32x4.add(dh, loadSome(dOutput, count)) : dh;
}

/** The backward step of a sequence that has ended: no gradient for its gates, and dh goes on as it is. */
export function passOn(dGates: usize, dProduct: usize, carry: usize, product: usize, H: i32, G: i32): void {
  const bytes = <usize>(G * H) << 2;
  memory.fill(dGates, 0, bytes);
  if (dProduct != dGates) memory.fill(dProduct, 0, bytes);
  if (!product) return;
  for (let n = H; n > 0; n -= 4, carry += 16, product += 16) storeSome(carry, arriving4(0, product, carry, n), n);
}
