// exp(x) for x ≤ 0 of doubles, as kernels of distances need it.
import { madd2 } from '../../tensor/kernels/vector';

/** 2^(j/64) for j = 0 … 63. */
const FRACTIONS = memory.data<f64>([
  1.0, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924, 1.1265216186082418,
  1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812, 1.189207115002721, 1.202156731452703,
  1.215247359980469, 1.22848053610687, 1.241857812073484, 1.255380757024691, 1.2690509571917332, 1.2828700160787783,
  1.2968395546510096, 1.3109612115247644, 1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905,
  1.383909881963832, 1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
  1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407, 1.559004400237837,
  1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478, 1.645755478153965, 1.6636765803267364,
  1.681792830507429, 1.7001063537185235, 1.718619298122478, 1.7373338352737062, 1.7562521603732995, 1.7753764925265212,
  1.7947090750031072, 1.8142521755003989, 1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656,
  1.9152065613971474, 1.9360617934922943, 1.9571441241754002, 1.978456026387951,
]);

/** 64/ln2, 1.5·2⁵², −ln2/64 in two parts of which the first has 24 bits, 1/120, 1/24, 1/6, 1/2, and the least argument. */
const EXP = memory.data<f64>([
  92.33248261689366, 6755399441055744, -0.010830424726009369, 2.9760223436840126e-11,
  0.008333333333333333, 0.041666666666666664, 0.16666666666666666, 0.5, -700,
]);

// @ts-ignore: decorator
@inline
function constant(i: usize): v128 {
  return v128.load64_splat(EXP + (i << 3));
}

/** exp(min(x, 0)) of two numbers, within a unit in the last place; of less than −700 it is 0. */
// @ts-ignore: decorator
@inline
export function expNonpositive2(x: v128): v128 {
  // x = (64·q + j)·ln2/64 + r: the sum with 1.5·2⁵² has 64·q + j in its low bits.
  const value = f64x2.pmax(constant(8), f64x2.pmin(f64x2.splat(0), x));
  const shifted = madd2(value, constant(0), constant(1));
  const n = f64x2.sub(shifted, constant(1));
  const r = madd2(n, constant(3), madd2(n, constant(2), value));
  const r2 = f64x2.mul(r, r);
  const series = madd2(r2, madd2(r2, madd2(r, constant(4), constant(5)), madd2(r, constant(6), constant(7))), r);
  const a = <usize>(i64x2.extract_lane(shifted, 0) & 63);
  const b = <usize>(i64x2.extract_lane(shifted, 1) & 63);
  const fraction = v128.load64_lane(FRACTIONS + (b << 3), v128.load64_zero(FRACTIONS + (a << 3)), 1);
  const scaled = i64x2.add(fraction, i64x2.shl(i64x2.shr_s(shifted, 6), 52));
  return v128.andnot(madd2(scaled, series, scaled), f64x2.lt(x, constant(8)));
}

/** x ← exp(min(factor·x, 0)) of elements first … first + count; first is even. */
export function expScaled(x: usize, factor: f64, first: i32, count: i32): void {
  const factors = f64x2.splat(factor);
  let at = x + (<usize>first << 3);
  const end = at + (<usize>count << 3);
  for (; at + 16 <= end; at += 16) v128.store(at, expNonpositive2(f64x2.mul(factors, v128.load(at))));
  if (at < end) store<f64>(at, f64x2.extract_lane(expNonpositive2(f64x2.splat(factor * load<f64>(at))), 0));
}
