import type { Rng } from '@ml/tensor';
import type { Tree } from '../tree/tree.ts';
import { TreeBuilder } from '../tree/tree-builder.ts';
import { averagePathLength } from './average-path-length.ts';

/**
 * A tree that cuts random features at random places until every sample is alone, equal to the others of its node, or too deep. Its
 * leaves say how many questions it would take to isolate a sample.
 *
 * @param samples [N, F] row by row
 * @param rows those that the tree sees; their order changes
 * @param features those that it cuts; their order changes
 * @complexity O(maxDepth · rows), and more where features are constant
 */
export function isolationTree(
  samples: Float64Array,
  nFeatures: number,
  rows: Int32Array,
  features: Int32Array,
  maxDepth: number,
  rng: Rng,
): Tree {
  const tree = new TreeBuilder(nFeatures, 1);
  const stack = [{ start: 0, end: rows.length, depth: 0, parent: -1, isLeft: false }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const { start, end, depth, parent, isLeft } = node;
    const count = end - start;
    const id = tree.add(depth, count, count, 0);
    tree.valueOf(id)[0] = depth + averagePathLength(count);
    if (parent >= 0) tree.link(parent, id, isLeft);
    if (depth >= maxDepth || count < 2) continue;
    const range = drawFeature(samples, nFeatures, rows.subarray(start, end), features, rng);
    if (range === null) continue;
    const { feature, low, high } = range;
    const u = rng.random();
    const drawn = low * (1 - u) + high * u;
    const threshold = drawn < high ? Math.max(low, drawn) : low;
    const middle = partition(samples, nFeatures, rows, start, end, feature, threshold);
    tree.split(id, feature, threshold);
    stack.push({ start: middle, end, depth: depth + 1, parent: id, isLeft: false });
    stack.push({ start, end: middle, depth: depth + 1, parent: id, isLeft: true });
  }
  return tree.finish();
}

/** A random feature in which the samples differ, and its ends; null where they are equal. */
function drawFeature(samples: Float64Array, nFeatures: number, rows: Int32Array, features: Int32Array, rng: Rng) {
  for (let drawn = 0; drawn < features.length; drawn++) {
    const at = rng.integers(drawn, features.length);
    const feature = features[at];
    features[at] = features[drawn];
    features[drawn] = feature;
    let low = samples[rows[0] * nFeatures + feature];
    let high = low;
    for (let i = 1; i < rows.length; i++) {
      const value = samples[rows[i] * nFeatures + feature];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low < high) return { feature, low, high };
  }
  return null;
}

function partition(
  samples: Float64Array,
  nFeatures: number,
  rows: Int32Array,
  start: number,
  end: number,
  feature: number,
  threshold: number,
): number {
  let middle = start;
  for (let i = start; i < end; i++) {
    const row = rows[i];
    if (samples[row * nFeatures + feature] > threshold) continue;
    rows[i] = rows[middle];
    rows[middle++] = row;
  }
  return middle;
}
