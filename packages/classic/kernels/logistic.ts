// Losses of logistic models and their gradients, in one pass over X: a block of rows is multiplied with the coefficients, its scores
// become derivatives, and those are multiplied with the block again while it is in the cache.
//
// Items are runs of rows that each have sums of their own, so that no bit depends on the number of threads.
import { tile, tileHeight } from '../../tensor/kernels/gemm-tile';
import { madd2 } from '../../tensor/kernels/vector';

// @ts-ignore: decorator
@inline
function sum2(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/**
 * e^x on two lanes for x ≤ 0, within 2 ulp; below −708 as for −708, which is 3e-308.
 *
 * x = k·ln2 + r: adding 1.5·2⁵² rounds x/ln2 to k and leaves k in the low bits, from where it is added to the exponent of e^r, a
 * series up to r¹³.
 */
// @ts-ignore: decorator
@inline
function expOfNegative(x: v128): v128 {
  x = f64x2.pmax(f64x2.splat(-708), x);
  const magic = f64x2.splat(6755399441055744);
  const shifted = madd2(x, f64x2.splat(1.4426950408889634), magic);
  const k = f64x2.sub(shifted, magic);
  const r = madd2(k, f64x2.splat(-1.9082149292705877e-10), madd2(k, f64x2.splat(-0.6931471803691238), x));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p01 = f64x2.add(f64x2.splat(1), r);
  const p23 = madd2(f64x2.splat(1 / 6.0), r, f64x2.splat(0.5));
  const p45 = madd2(f64x2.splat(1 / 120.0), r, f64x2.splat(1 / 24.0));
  const p67 = madd2(f64x2.splat(1 / 5040.0), r, f64x2.splat(1 / 720.0));
  const p89 = madd2(f64x2.splat(1 / 362880.0), r, f64x2.splat(1 / 40320.0));
  const p1011 = madd2(f64x2.splat(1 / 39916800.0), r, f64x2.splat(1 / 3628800.0));
  const p1213 = madd2(f64x2.splat(1 / 6227020800.0), r, f64x2.splat(1 / 479001600.0));
  const low = madd2(p23, r2, p01);
  const middle = madd2(p67, r2, p45);
  const high = madd2(p1213, r4, madd2(p1011, r2, p89));
  const series = madd2(madd2(high, r4, middle), r4, low);
  return i64x2.add(series, i64x2.shl(shifted, 52));
}

/** Scores of a block, z ← x·W + b. @shape x [rows, F], packed [F, wide], z [rows, wide] */
// @ts-ignore: decorator
@inline
function scoreRows(z: usize, x: usize, packed: usize, bias: usize, rows: i32, F: i32, wide: i32): void {
  const row = <usize>F << 3;
  const width = <usize>wide << 3;
  for (let i = 0, height = 0; i < rows; i += height) {
    height = tileHeight(rows - i);
    tile<f64>(
      height, z + <usize>i * width, width, bias, 0, x + <usize>i * row, row, 8, packed, width, 32, wide >> 2, F,
    );
  }
}

/**
 * Scores → weight · (softmax − onehot), added up in `sums`; returns Σ weight · loss.
 *
 * @param z [rows, wide], −Infinity behind the K classes
 * @param codes [rows] int32
 * @param weights [rows]; 0: all 1
 * @param sums [wide]
 */
// @ts-ignore: decorator
@inline
function softmaxRows(z: usize, codes: usize, weights: usize, sums: usize, rows: i32, wide: i32): f64 {
  const width = <usize>wide << 3;
  let loss: f64 = 0;
  for (let i: usize = 0; i < <usize>rows; ++i, z += width) {
    let most = v128.load(z);
    for (let at: usize = 16; at < width; at += 16) most = f64x2.pmax(most, v128.load(z + at));
    const top = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
    const own = z + (<usize>load<i32>(codes + (i << 2)) << 3);
    const ownScore = load<f64>(own) - top;
    most = f64x2.splat(top);
    let total = f64x2.splat(0);
    for (let at: usize = 0; at < width; at += 16) {
      const power = expOfNegative(f64x2.sub(v128.load(z + at), most));
      total = f64x2.add(total, power);
      v128.store(z + at, power);
    }
    const sum = sum2(total);
    const weight = weights ? load<f64>(weights + (i << 3)) : 1;
    loss += weight * (NativeMath.log(sum) - ownScore);
    const scale = f64x2.splat(weight / sum);
    for (let at: usize = 0; at < width; at += 16) v128.store(z + at, f64x2.mul(v128.load(z + at), scale));
    store<f64>(own, load<f64>(own) - weight);
    for (let at: usize = 0; at < width; at += 16) v128.store(sums + at, f64x2.add(v128.load(sums + at), v128.load(z + at)));
  }
  return loss;
}

/** gradient += zᵀ·x. @shape z [rows, wide], x [rows, F], gradient [wide, F rounded up to 4] */
// @ts-ignore: decorator
@inline
function addProducts(gradient: usize, z: usize, x: usize, rows: i32, F: i32, K: i32, wide: i32): void {
  const row = <usize>F << 3;
  const width = <usize>wide << 3;
  const out = <usize>((F + 3) & ~3) << 3;
  const whole = F >> 2;
  if (whole) {
    for (let k = 0, height = 0; k < K; k += height) {
      height = tileHeight(K - k);
      const to = gradient + <usize>k * out;
      tile<f64>(height, to, out, to, out, z + (<usize>k << 3), 0, width, x, row, 32, whole, rows);
    }
  }
  for (let j = whole << 2; j < F; ++j) {
    for (let k: usize = 0; k < width; k += 16) {
      let sum = f64x2.splat(0);
      for (let i: usize = 0; i < <usize>rows; ++i) {
        sum = madd2(v128.load64_splat(x + i * row + (<usize>j << 3)), v128.load(z + i * width + k), sum);
      }
      const to = gradient + (k >> 3) * out + (<usize>j << 3);
      store<f64>(to, load<f64>(to) + f64x2.extract_lane(sum, 0));
      store<f64>(to + out, load<f64>(to + out) + f64x2.extract_lane(sum, 1));
    }
  }
}

/**
 * Cross-entropy of softmax(x·W + b) and its gradient, for `count` items from `first` on, each of `itemRows` rows.
 *
 * @param losses [items] float64, Σ weight · loss
 * @param gradients [items, wide, F rounded up to 4] float64, by the coefficients; wide is K rounded up to 4
 * @param biasGradients [items, wide] float64
 * @param scores [items, blockRows, wide] float64, work space
 * @param x [n, F] float64
 * @param rest [12, F] float64: the last n mod 12 rows of x, then zeros
 * @param codes [n] int32, classes
 * @param weights [n] float64; 0: all 1
 * @param packed [F, wide] float64, W with zeros behind its columns
 * @param bias [wide] float64, b with −Infinity behind it
 * @param blockRows, itemRows multiples of 12
 */
export function softmaxGradients(
  losses: usize, gradients: usize, biasGradients: usize, scores: usize, x: usize, rest: usize, codes: usize, weights: usize,
  packed: usize, bias: usize, n: i32, F: i32, K: i32, blockRows: i32, itemRows: i32, first: i32, count: i32,
): void {
  const wide = (K + 3) & ~3;
  const row = <usize>F << 3;
  const gradientBytes = <usize>wide * (<usize>((F + 3) & ~3) << 3);
  const wholeRows = n - n % 12;
  for (let item = first; item < first + count; ++item) {
    const z = scores + <usize>item * <usize>blockRows * (<usize>wide << 3);
    const gradient = gradients + <usize>item * gradientBytes;
    const sums = biasGradients + <usize>item * (<usize>wide << 3);
    memory.fill(gradient, 0, gradientBytes);
    memory.fill(sums, 0, <usize>wide << 3);
    const end = min(n, (item + 1) * itemRows);
    let loss: f64 = 0;
    for (let i = item * itemRows, rows = 0; i < end; i += rows) {
      const isWhole = i < wholeRows;
      rows = min(blockRows, (isWhole ? min(end, wholeRows) : end) - i);
      const block = isWhole ? x + <usize>i * row : rest;
      scoreRows(z, block, packed, bias, isWhole ? rows : 12, F, wide);
      const weightsAt = weights ? weights + (<usize>i << 3) : 0;
      loss += softmaxRows(z, codes + (<usize>i << 2), weightsAt, sums, rows, wide);
      addProducts(gradient, z, block, rows, F, K, wide);
    }
    store<f64>(losses + (<usize>item << 3), loss);
  }
}

/** Four dot products with w, in an order that is the same for every row. */
// @ts-ignore: decorator
@inline
function dotOf(x: usize, w: usize, F: i32): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let j: usize = 0;
  const pairs = <usize>(F >> 2) << 5;
  for (; j < pairs; j += 32) {
    a = madd2(v128.load(x + j), v128.load(w + j), a);
    b = madd2(v128.load(x + j, 16), v128.load(w + j, 16), b);
  }
  let sum = sum2(f64x2.add(a, b));
  for (; j < <usize>F << 3; j += 8) sum += load<f64>(x + j) * load<f64>(w + j);
  return sum;
}

/** Score of one sample → derivative of its loss, in `slopes`; returns the loss. */
// @ts-ignore: decorator
@inline
function logisticLoss(slopes: usize, score: f64, code: i32, weight: f64): f64 {
  const margin = code == 1 ? score : -score;
  const power = NativeMath.exp(-abs(margin)); // in (0, 1]: nothing overflows
  const wrong = margin > 0 ? power / (1 + power) : 1 / (1 + power);
  store<f64>(slopes, code == 1 ? -weight * wrong : weight * wrong);
  return weight * (NativeMath.log1p(power) + (margin > 0 ? 0 : -margin));
}

/** gradient += Σ slopes[i] · x[i] over four rows. */
// @ts-ignore: decorator
@inline
function addFour(gradient: usize, slopes: usize, x: usize, F: i32): void {
  const row = <usize>F << 3;
  const s0 = v128.load64_splat(slopes);
  const s1 = v128.load64_splat(slopes, 8);
  const s2 = v128.load64_splat(slopes, 16);
  const s3 = v128.load64_splat(slopes, 24);
  const x1 = x + row;
  const x2 = x1 + row;
  const x3 = x2 + row;
  let j: usize = 0;
  for (; j < <usize>(F >> 1) << 4; j += 16) {
    let sum = madd2(s0, v128.load(x + j), v128.load(gradient + j));
    sum = madd2(s1, v128.load(x1 + j), sum);
    sum = madd2(s2, v128.load(x2 + j), sum);
    v128.store(gradient + j, madd2(s3, v128.load(x3 + j), sum));
  }
  if (j < row) {
    let sum = load<f64>(gradient + j) + load<f64>(slopes) * load<f64>(x + j);
    sum += load<f64>(slopes, 8) * load<f64>(x1 + j);
    sum += load<f64>(slopes, 16) * load<f64>(x2 + j);
    store<f64>(gradient + j, sum + load<f64>(slopes, 24) * load<f64>(x3 + j));
  }
}

/**
 * log(1 + e^z) − z·[class 1] of z = x·w + b, and its gradient, for `count` items from `first` on, each of `itemRows` rows.
 *
 * @param losses [items] float64, Σ weight · loss
 * @param gradients [items, F] float64
 * @param biasGradients [items] float64
 * @param slopes [items, 4] float64, work space
 * @param x [n, F] float64
 * @param codes [n] int32, 0 or 1
 * @param weights [n] float64; 0: all 1
 * @param w [F] float64
 */
export function logisticGradients(
  losses: usize, gradients: usize, biasGradients: usize, slopes: usize, x: usize, codes: usize, weights: usize, w: usize,
  bias: f64, n: i32, F: i32, itemRows: i32, first: i32, count: i32,
): void {
  const row = <usize>F << 3;
  for (let item = first; item < first + count; ++item) {
    const gradient = gradients + <usize>item * row;
    const slopesAt = slopes + (<usize>item << 5);
    memory.fill(gradient, 0, row);
    let loss: f64 = 0;
    let sum: f64 = 0;
    const end = min(n, (item + 1) * itemRows);
    for (let i = item * itemRows; i < end; i += 4) {
      const rows = min(4, end - i);
      for (let r = 0; r < rows; ++r) {
        const at = <usize>(i + r);
        const weight = weights ? load<f64>(weights + (at << 3)) : 1;
        const slope = slopesAt + (<usize>r << 3);
        loss += logisticLoss(slope, dotOf(x + at * row, w, F) + bias, load<i32>(codes + (at << 2)), weight);
        sum += load<f64>(slope);
      }
      const block = x + <usize>i * row;
      if (rows == 4) addFour(gradient, slopesAt, block, F);
      else {
        for (let r = 0; r < rows; ++r) {
          const slope = load<f64>(slopesAt + (<usize>r << 3));
          for (let j: usize = 0; j < row; j += 8) {
            store<f64>(gradient + j, load<f64>(gradient + j) + slope * load<f64>(block + <usize>r * row + j));
          }
        }
      }
    }
    store<f64>(losses + (<usize>item << 3), loss);
    store<f64>(biasGradients + (<usize>item << 3), sum);
  }
}
