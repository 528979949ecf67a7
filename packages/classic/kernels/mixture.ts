// Squared distances from the centres of a mixture, summed as differences: from ‖x‖² − 2·x·c + ‖c‖² narrow components far from 0 would lose
// their digits.
import { madd2 } from '../../tensor/kernels/vector';

/**
 * out[k, i] = Σ (pₖⱼ·(xᵢⱼ − cₖⱼ))² for samples from `first` on.
 *
 * @param out [K, n] float64
 * @param centres [K, D] float64
 * @param factors [K, D] float64; 0: all 1
 */
export function scaledDistances(
  out: usize, x: usize, centres: usize, factors: usize, n: i32, D: i32, K: i32, first: i32, count: i32,
): void {
  const row = <usize>D << 3;
  for (let k: usize = 0; k < <usize>K; ++k) {
    const to = out + k * (<usize>n << 3);
    const centre = centres + k * row;
    for (let i = <usize>first; i < <usize>(first + count); ++i) {
      const sample = x + i * row;
      store<f64>(to + (i << 3), factors ? scaled(sample, centre, factors + k * row, row) : plain(sample, centre, row));
    }
  }
}

// @ts-ignore: decorator
@inline
function plain(sample: usize, centre: usize, row: usize): f64 {
  let sum = f64x2.splat(0);
  let j: usize = 0;
  for (; j + 16 <= row; j += 16) {
    const apart = f64x2.sub(v128.load(sample + j), v128.load(centre + j));
    sum = madd2(apart, apart, sum);
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (j < row) {
    const apart = load<f64>(sample + j) - load<f64>(centre + j);
    total += apart * apart;
  }
  return total;
}

// @ts-ignore: decorator
@inline
function scaled(sample: usize, centre: usize, factor: usize, row: usize): f64 {
  let sum = f64x2.splat(0);
  let j: usize = 0;
  for (; j + 16 <= row; j += 16) {
    const apart = f64x2.mul(v128.load(factor + j), f64x2.sub(v128.load(sample + j), v128.load(centre + j)));
    sum = madd2(apart, apart, sum);
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (j < row) {
    const apart = load<f64>(factor + j) * (load<f64>(sample + j) - load<f64>(centre + j));
    total += apart * apart;
  }
  return total;
}

/**
 * out[k, j] = Σᵢ sₖᵢ·(xᵢⱼ − cₖⱼ)² for the components from `first` on: a component's sum has one order, whatever the threads.
 *
 * @param out [K, D] float64
 * @param shares [K, n] float64
 * @param centres [K, D] float64
 */
export function weightedSpreads(
  out: usize, x: usize, shares: usize, centres: usize, n: i32, D: i32, first: i32, count: i32,
): void {
  const row = <usize>D << 3;
  for (let k = <usize>first; k < <usize>(first + count); ++k) {
    const to = out + k * row;
    const centre = centres + k * row;
    const own = shares + k * (<usize>n << 3);
    memory.fill(to, 0, row);
    for (let i: usize = 0; i < <usize>n; ++i) {
      const share = load<f64>(own + (i << 3));
      if (share == 0) continue;
      const sample = x + i * row;
      const both = f64x2.splat(share);
      let j: usize = 0;
      for (; j + 16 <= row; j += 16) {
        const apart = f64x2.sub(v128.load(sample + j), v128.load(centre + j));
        v128.store(to + j, madd2(f64x2.mul(both, apart), apart, v128.load(to + j)));
      }
      if (j < row) {
        const apart = load<f64>(sample + j) - load<f64>(centre + j);
        store<f64>(to + j, load<f64>(to + j) + share * apart * apart);
      }
    }
  }
}
