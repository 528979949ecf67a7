// Nearest centres. The K centres lie as columns [D, padded], padded to a multiple of four with centres of infinite norm, so that lanes are
// centres; products of four samples with four of them are made in eight registers, and are never stored.
import { madd2 } from '../../tensor/kernels/vector';

/** Bounds are compared with this much to spare, which is more than their sums can lose by rounding. */
const spare: f64 = 1.0 + 1e-12;

/**
 * Σ over clusters in a block of samples, after each sample went to its nearest centre: arg min ‖c‖² − 2·x·c, of equal ones the first.
 *
 * Item b of `count` items from `first` on is block b of `blockSize` samples, so that sums do not depend on threads. A block is worked
 * on while it is in the cache: distances first, then sums.
 *
 * With bounds, most distances need not be computed once centres have found their places (Hamerly 2010): a sample stays where it is when its
 * centre is nearer than any other can be, by the triangle inequality. `upper` is no less than the distance to its own centre, `lower` no more
 * than that to any other; both are widened by what centres have moved.
 *
 * @param labels [n] int32, what they were before, −1: none; overwritten
 * @param changed [blocks] int32, how many labels changed
 * @param sums [blocks, K, D] float64, Σ w·x; 0 where they are not wanted
 * @param totals [blocks, K] float64, Σ w
 * @param weights [n] float64; 0: all 1
 * @param centres [D, padded] float64
 * @param norms [padded] float64, squared norms, Infinity behind K
 * @param upper [n] float64; 0: without bounds, and then all up to `waiting` are 0
 * @param squares [n] float64, ‖x‖²
 * @param rows [K, D] float64, the centres
 * @param moves [K] float64, how far each centre has moved
 * @param half [K] float64, half of the distance to the next centre
 * @param waiting [n] int32, work space
 * @param farthest how far the centre that moved most has moved
 * @param rounding what is lost at most of ‖x‖² + ‖c‖² − 2·x·c, relative to ‖x‖² + `largest`
 * @param largest the largest ‖c‖²
 */
export function assignToCentres(
  labels: usize, changed: usize, sums: usize, totals: usize, x: usize, weights: usize, centres: usize, norms: usize, upper: usize,
  lower: usize, squares: usize, rows: usize, moves: usize, half: usize, waiting: usize, farthest: f64, rounding: f64,
  largest: f64, n: i32, D: i32, K: i32, padded: i32, blockSize: i32, first: i32, count: i32,
): void {
  const row = <usize>D << 3;
  for (let block = first; block < first + count; ++block) {
    const from = block * blockSize;
    const to = min(n, from + blockSize);
    let moved = 0;
    if (upper) {
      const list = waiting + (<usize>from << 2);
      let open = 0;
      for (let i = <usize>from; i < <usize>to; ++i) {
        const label = load<i32>(labels + (i << 2));
        if (label >= 0) {
          const low = load<f64>(lower + (i << 3)) - farthest;
          const limit = max(low, load<f64>(half + (<usize>label << 3)));
          let high = load<f64>(upper + (i << 3)) + load<f64>(moves + (<usize>label << 3));
          if (high * spare >= limit) high = Math.sqrt(squaredDistance(x + i * row, rows + <usize>label * row, row));
          if (high * spare < limit) {
            store<f64>(upper + (i << 3), high);
            store<f64>(lower + (i << 3), low);
            continue;
          }
        }
        store<i32>(list + (<usize>open << 2), <i32>i);
        open++;
      }
      for (let k = 0; k < open; k += 4) {
        const last = open - 1;
        const i0 = load<i32>(list + (<usize>k << 2));
        const i1 = load<i32>(list + (<usize>min(k + 1, last) << 2));
        const i2 = load<i32>(list + (<usize>min(k + 2, last) << 2));
        const i3 = load<i32>(list + (<usize>min(k + 3, last) << 2));
        moved += nearestOfFour(labels, x, centres, norms, i0, i1, i2, i3, min(4, open - k), D, padded, upper, lower, squares, rounding, largest);
      }
    } else {
      const last = to - 1;
      for (let i = from; i < to; i += 4)
        moved += nearestOfFour(labels, x, centres, norms, i, min(i + 1, last), min(i + 2, last), min(i + 3, last), min(4, to - i), D, padded, 0, 0, 0, 0, 0);
    }
    store<i32>(changed + (<usize>block << 2), moved);
    if (sums) addUp(sums, totals, labels, x, weights, from, to, D, K, block);
  }
}

/** ‖a − b‖² of rows of so many bytes. */
// @ts-ignore: decorator
@inline
function squaredDistance(a: usize, b: usize, bytes: usize): f64 {
  let sum = f64x2.splat(0);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) {
    const apart = f64x2.sub(v128.load(a + j), v128.load(b + j));
    sum = madd2(apart, apart, sum);
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (j < bytes) {
    const apart = load<f64>(a + j) - load<f64>(b + j);
    total += apart * apart;
  }
  return total;
}

/** Labels of four samples, of which the first `used` are written, and their bounds; returns how many labels changed. */
function nearestOfFour(
  labels: usize, x: usize, centres: usize, norms: usize, i0: i32, i1: i32, i2: i32, i3: i32, used: i32, D: i32, padded: i32,
  upper: usize, lower: usize, squares: usize, rounding: f64, largest: f64,
): i32 {
  const row = <usize>D << 3;
  const x0 = x + <usize>i0 * row;
  const x1 = x + <usize>i1 * row;
  const x2 = x + <usize>i2 * row;
  const x3 = x + <usize>i3 * row;
  const width = <usize>padded << 3;
  let best0 = f64x2.splat(Infinity);
  let best1 = best0;
  let best2 = best0;
  let best3 = best0;
  let next0 = best0;
  let next1 = best0;
  let next2 = best0;
  let next3 = best0;
  let place0 = i64x2.splat(0);
  let place1 = place0;
  let place2 = place0;
  let place3 = place0;
  const minusTwo = f64x2.splat(-2);
  for (let k: usize = 0; k < <usize>padded; k += 4) {
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    let at = centres + (k << 3);
    for (let j: usize = 0; j < row; j += 8, at += width) {
      const left = v128.load(at);
      const right = v128.load(at, 16);
      const s0 = v128.load64_splat(x0 + j);
      a0 = madd2(s0, left, a0);
      a1 = madd2(s0, right, a1);
      const s1 = v128.load64_splat(x1 + j);
      b0 = madd2(s1, left, b0);
      b1 = madd2(s1, right, b1);
      const s2 = v128.load64_splat(x2 + j);
      c0 = madd2(s2, left, c0);
      c1 = madd2(s2, right, c1);
      const s3 = v128.load64_splat(x3 + j);
      d0 = madd2(s3, left, d0);
      d1 = madd2(s3, right, d1);
    }
    const leftNorm = v128.load(norms + (k << 3));
    const rightNorm = v128.load(norms + (k << 3), 16);
    const leftPlace = i64x2.add(i64x2.splat(k), i64x2(0, 1));
    const rightPlace = i64x2.add(leftPlace, i64x2.splat(2));

    let value = madd2(minusTwo, a0, leftNorm);
    let mask = f64x2.lt(value, best0);
    next0 = v128.bitselect(best0, f64x2.pmin(next0, value), mask);
    best0 = v128.bitselect(value, best0, mask);
    place0 = v128.bitselect(leftPlace, place0, mask);

    value = madd2(minusTwo, a1, rightNorm);
    mask = f64x2.lt(value, best0);
    next0 = v128.bitselect(best0, f64x2.pmin(next0, value), mask);
    best0 = v128.bitselect(value, best0, mask);
    place0 = v128.bitselect(rightPlace, place0, mask);

    value = madd2(minusTwo, b0, leftNorm);
    mask = f64x2.lt(value, best1);
    next1 = v128.bitselect(best1, f64x2.pmin(next1, value), mask);
    best1 = v128.bitselect(value, best1, mask);
    place1 = v128.bitselect(leftPlace, place1, mask);

    value = madd2(minusTwo, b1, rightNorm);
    mask = f64x2.lt(value, best1);
    next1 = v128.bitselect(best1, f64x2.pmin(next1, value), mask);
    best1 = v128.bitselect(value, best1, mask);
    place1 = v128.bitselect(rightPlace, place1, mask);

    value = madd2(minusTwo, c0, leftNorm);
    mask = f64x2.lt(value, best2);
    next2 = v128.bitselect(best2, f64x2.pmin(next2, value), mask);
    best2 = v128.bitselect(value, best2, mask);
    place2 = v128.bitselect(leftPlace, place2, mask);

    value = madd2(minusTwo, c1, rightNorm);
    mask = f64x2.lt(value, best2);
    next2 = v128.bitselect(best2, f64x2.pmin(next2, value), mask);
    best2 = v128.bitselect(value, best2, mask);
    place2 = v128.bitselect(rightPlace, place2, mask);

    value = madd2(minusTwo, d0, leftNorm);
    mask = f64x2.lt(value, best3);
    next3 = v128.bitselect(best3, f64x2.pmin(next3, value), mask);
    best3 = v128.bitselect(value, best3, mask);
    place3 = v128.bitselect(leftPlace, place3, mask);

    value = madd2(minusTwo, d1, rightNorm);
    mask = f64x2.lt(value, best3);
    next3 = v128.bitselect(best3, f64x2.pmin(next3, value), mask);
    best3 = v128.bitselect(value, best3, mask);
    place3 = v128.bitselect(rightPlace, place3, mask);
  }
  let moved = put(labels, i0, best0, next0, place0, upper, lower, squares, rounding, largest);
  if (used > 1) moved += put(labels, i1, best1, next1, place1, upper, lower, squares, rounding, largest);
  if (used > 2) moved += put(labels, i2, best2, next2, place2, upper, lower, squares, rounding, largest);
  if (used > 3) moved += put(labels, i3, best3, next3, place3, upper, lower, squares, rounding, largest);
  return moved;
}

/** Writes the label and the bounds of a sample from what its two lanes have found; returns whether the label is another one. */
function put(
  labels: usize, i: i32, best: v128, next: v128, place: v128, upper: usize, lower: usize, squares: usize, rounding: f64, largest: f64,
): i32 {
  const a = f64x2.extract_lane(best, 0);
  const b = f64x2.extract_lane(best, 1);
  const p = <i32>i64x2.extract_lane(place, 0);
  const q = <i32>i64x2.extract_lane(place, 1);
  const isLeft = a < b || (a == b && p < q);
  const label = isLeft ? p : q;
  if (upper) {
    const at = <usize>i << 3;
    const square = load<f64>(squares + at);
    const lost = rounding * (square + largest);
    const others = min(min(f64x2.extract_lane(next, 0), f64x2.extract_lane(next, 1)), isLeft ? b : a);
    store<f64>(upper + at, Math.sqrt(max(0.0, square + (isLeft ? a : b) + lost)));
    store<f64>(lower + at, Math.sqrt(max(0.0, square + others - lost)));
  }
  const own = labels + (<usize>i << 2);
  const before = load<i32>(own);
  store<i32>(own, label);
  return i32(before != label);
}

/** sums[block, label] += w·x and totals[block, label] += w over the samples of a block. */
function addUp(
  sums: usize, totals: usize, labels: usize, x: usize, weights: usize, from: i32, to: i32, D: i32, K: i32, block: i32,
): void {
  const row = <usize>D << 3;
  sums += <usize>block * <usize>K * row;
  totals += <usize>block * (<usize>K << 3);
  memory.fill(sums, 0, <usize>K * row);
  memory.fill(totals, 0, <usize>K << 3);
  for (let i = <usize>from; i < <usize>to; ++i) {
    const label = <usize>load<i32>(labels + (i << 2));
    const weight = weights ? load<f64>(weights + (i << 3)) : 1.0;
    const total = totals + (label << 3);
    store<f64>(total, load<f64>(total) + weight);
    const own = sums + label * row;
    const sample = x + i * row;
    const w = f64x2.splat(weight);
    let j: usize = 0;
    for (; j + 16 <= row; j += 16) v128.store(own + j, madd2(w, v128.load(sample + j), v128.load(own + j)));
    if (j < row) store<f64>(own + j, load<f64>(own + j) + weight * load<f64>(sample + j));
  }
}

/**
 * nearer[t, i] = min(closest[i], ‖xᵢ − candidateₜ‖²) for samples from `first` on: what candidates for the next centre of k-means++
 * would leave.
 *
 * @param nearer [T, n] float64
 * @param closest [n] float64
 * @param candidates [T, D] float64
 */
export function nearerThan(
  nearer: usize, closest: usize, x: usize, candidates: usize, n: i32, D: i32, T: i32, first: i32, count: i32,
): void {
  const row = <usize>D << 3;
  for (let t: usize = 0; t < <usize>T; ++t) {
    const candidate = candidates + t * row;
    const out = nearer + t * (<usize>n << 3);
    for (let i = <usize>first; i < <usize>(first + count); ++i) {
      const apart = squaredDistance(x + i * row, candidate, row);
      store<f64>(out + (i << 3), min(load<f64>(closest + (i << 3)), apart));
    }
  }
}
