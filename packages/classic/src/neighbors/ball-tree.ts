import type { Metric } from './metric.ts';
import { type ChildKeys, partitionSamples, type SpaceTree } from './space-tree.ts';

/**
 * A ball tree (Omohundro 1989): samples cut in halves, each node with the mean of its own and the distance to the farthest. Needs
 * nothing of the metric but the triangle inequality.
 *
 * @shape samples [N, F]
 * @complexity O(N·F·log N)
 */
export function ballTree(samples: Float64Array, features: number, leafSize: number, metric: Metric): SpaceTree {
  const partition = partitionSamples(samples, features, leafSize);
  const { points, starts, ends, firstLeaf } = partition;
  const centres = new Float64Array((starts.length - 1) * features);
  const radii = new Float64Array(starts.length - 1);
  const keys = new Float64Array(2 * leafSize + 1);
  const centre = new Float64Array(features);
  for (let node = 1; node < starts.length; node++) {
    let [first, last] = [node, node];
    while (first < firstLeaf) [first, last] = [2 * first + 1, 2 * last + 2];
    centre.fill(0);
    for (let leaf = first; leaf <= last; leaf++) {
      let at = starts[leaf] * features;
      for (let j = 0; j < features; j++) {
        for (const stop = at + ends[leaf] - starts[leaf]; at < stop; at++) centre[j] += points[at];
      }
    }
    const place = ((node - 1) >> 1) * 2 * features + ((node - 1) & 1);
    for (let j = 0; j < features; j++) {
      centre[j] /= ends[node] - starts[node];
      centres[place + 2 * j] = centre[j];
    }
    let farthest = 0;
    for (let leaf = first; leaf <= last; leaf++) {
      const width = ends[leaf] - starts[leaf];
      metric.keys(keys, centre, 0, points, starts[leaf] * features, width, features);
      for (let i = 0; i < width; i++) if (keys[i] > farthest) farthest = keys[i];
    }
    radii[node - 1] = metric.toDistance(farthest);
  }
  return { kind: 'ball_tree', ...partition, anchors: centres, extents: radii };
}

/** More than what rounding makes of a distance and of the difference of two. */
const rounding = 1e-13;

/** For both children of a node: what no point in the ball is nearer than, |q − centre| − radius less what rounding may have added. */
export function ballKeys({ keys, toDistance, toKey, slack }: Metric): ChildKeys {
  return (out, { features, anchors, extents }, parent, query, at) => {
    keys(out, query, at, anchors, 2 * parent * features, 2, features);
    for (let child = 0; child < 2; child++) {
      const distance = toDistance(out[child]);
      const radius = extents[2 * parent + child];
      const gap = distance - radius - rounding * (distance + radius) - slack;
      out[child] = gap > 0 ? toKey(gap) : 0;
    }
  };
}
