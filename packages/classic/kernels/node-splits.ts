import { histogram } from './histogram';

// What happens to the features of a node whose split is sought, several features in one task: histograms of its smaller child over
// the samples, those of the other child as what is left, and the best split of each of the two by every feature.

/** Fields of a row of a table of splits, float64: gain, bin, 1 where missing values go left, and the left child's Σ, Σ and number. */
const FIELDS: usize = 6;
/** Fields of a node, float64: number, Σ first, Σ second derivatives, value, bounds of the values of its children. */
const NODE: usize = 6;
/** Least sum of second derivatives of a child. */
const LEAST: f64 = 1e-3;

/** (left, right) of a sum that grew on one side: `near` on that, `total` - `near` on the other. */
// @ts-ignore: decorator
@inline
function sides(near: f64, total: v128, signs: v128): v128 {
  return f64x2.add(f64x2.mul(f64x2.splat(near), signs), total);
}

/**
 * The best split by one feature; src/hist-gradient-boosting/scan-bins.testing.ts is the plain loop.
 *
 * Both children are computed in the two lanes of a vector, left and right.
 */
function scanFeature(
  row: usize, sums: usize, counts: usize, used: i32, hasMissing: i32, sign: i32, node: usize, fewest: i32, l2: f64,
): void {
  const number = <i32>load<f64>(node);
  const gradient = load<f64>(node, 8);
  const hessian = load<f64>(node, 16);
  const loss = gradient * load<f64>(node, 24);
  const least = f64x2.splat(-load<f64>(node, 40));
  const most = f64x2.splat(-load<f64>(node, 32));
  const bounded = load<f64>(node, 32) > -Infinity || load<f64>(node, 40) < Infinity;
  const ridge = f64x2.splat(l2);
  const tiny = f64x2.splat(1e-15);
  let best: f64 = 0;
  let bestBin = -1;
  let bestNear: f64 = 0;
  let bestNearHessian: f64 = 0;
  let bestNumber = 0;
  let bestDown = 0;
  for (let down = 0; down <= hasMissing; ++down) {
    // From above the growing child is the right one.
    const signs = down ? f64x2(-1, 1) : f64x2(1, -1);
    const gradients = down ? f64x2(gradient, 0) : f64x2(0, gradient);
    const hessians = down ? f64x2(hessian, 0) : f64x2(0, hessian);
    const step = down ? -1 : 1;
    let near = 0;
    let total = f64x2.splat(0);
    for (let b = down ? used - 1 : 0, left = used - 1 + (down ? 0 : hasMissing); left > 0; --left, b += step) {
      total = f64x2.add(total, v128.load(sums + (<usize>b << 4)));
      const nearHessian = f64x2.extract_lane(total, 1);
      near = counts ? near + load<i32>(counts + (<usize>b << 2)) : <i32>nearHessian;
      if (near < fewest || nearHessian < LEAST) continue;
      if (number - near < fewest || hessian - nearHessian < LEAST) break;
      const g = sides(f64x2.extract_lane(total, 0), gradients, signs);
      const h = sides(nearHessian, hessians, signs);
      let value = f64x2.div(g, f64x2.add(f64x2.add(h, ridge), tiny)); // minus the value of the child
      if (bounded) value = f64x2.pmax(least, f64x2.pmin(most, value));
      const gains = f64x2.mul(value, g);
      const gain = loss + f64x2.extract_lane(gains, 0) + f64x2.extract_lane(gains, 1);
      if (!(gain > best)) continue;
      if (sign && <f64>sign * (f64x2.extract_lane(value, 0) - f64x2.extract_lane(value, 1)) < 0) continue;
      best = gain;
      bestBin = b - down;
      bestDown = down;
      bestNear = f64x2.extract_lane(total, 0);
      bestNearHessian = nearHessian;
      bestNumber = near;
    }
  }
  store<f64>(row, bestBin < 0 ? -1 : best);
  store<f64>(row, <f64>bestBin, 8);
  store<f64>(row, <f64>bestDown, 16);
  store<f64>(row, bestDown ? gradient - bestNear : bestNear, 24);
  store<f64>(row, bestDown ? hessian - bestNearHessian : bestNearHessian, 32);
  store<f64>(row, <f64>(bestDown ? number - bestNumber : bestNumber), 40);
}

/** rest = parent - part, over the bins of some features. */
function subtract(rest: usize, parent: usize, part: usize, bins: usize): void {
  for (const end = rest + (bins << 4); rest < end; rest += 16, parent += 16, part += 16) {
    v128.store(rest, f64x2.sub(v128.load(parent), v128.load(part)));
  }
}

function subtractCounts(rest: usize, parent: usize, part: usize, bins: usize): void {
  for (const end = rest + (bins << 2); rest < end; rest += 4, parent += 4, part += 4) {
    store<i32>(rest, load<i32>(parent) - load<i32>(part));
  }
}

/**
 * Features first … first + features of a node.
 *
 * @param tables two tables [F, 6] of splits, of the child whose samples are given and of the other one
 * @param rules [F, 4] int32: bins without that for missing values, 1 where values are missing, the sign of a monotonic
 * constraint, 1 where splits by the order of bins are sought
 * @param nodes [2, 6] what is known of the two nodes
 * @param scans 1: splits of the first are sought, 2: of the other one, 3: of both
 * @param restSums histograms of the other child, from those of the parent; 0 where there is none
 * @param counts, restCounts, parentCounts 0 where the sums of second derivatives are the numbers
 * @param counted 1 where `counts` are filled already: those of the root are the same for all trees
 * @param samples [n] int32; 0 where they are 0 … n - 1
 * @param pairs [n, 2] float32, derivatives in the order of `samples`
 * @param total F
 */
export function nodeSplits(
  tables: usize, rules: usize, nodes: usize, scans: i32, least: i32, l2: f64, sums: usize, counts: usize,
  restSums: usize, restCounts: usize, parentSums: usize, parentCounts: usize, codes: usize, samples: usize, pairs: usize,
  n: i32, bins: i32, stride: i32, total: i32, counted: i32, first: i32, features: i32,
): void {
  histogram(sums, counted ? 0 : counts, codes, samples, pairs, n, bins, stride, first, features);
  const wide = <usize>bins;
  for (let j = <usize>first, end = <usize>(first + features); j < end; ++j) {
    const at = (j * wide) << 4;
    const countAt = (j * wide) << 2;
    if (restSums) {
      subtract(restSums + at, parentSums + at, sums + at, wide);
      if (counts) subtractCounts(restCounts + countAt, parentCounts + countAt, counts + countAt, wide);
    }
    const rule = rules + (j << 4);
    if (!load<i32>(rule, 12)) continue;
    const used = load<i32>(rule);
    const hasMissing = load<i32>(rule, 4);
    const sign = load<i32>(rule, 8);
    if (scans & 1) {
      const own = counts ? counts + countAt : 0;
      scanFeature(tables + ((j * FIELDS) << 3), sums + at, own, used, hasMissing, sign, nodes, least, l2);
    }
    if (scans & 2) {
      const own = counts ? restCounts + countAt : 0;
      const row = tables + (((<usize>total + j) * FIELDS) << 3);
      scanFeature(row, restSums + at, own, used, hasMissing, sign, nodes + (NODE << 3), least, l2);
    }
  }
}
