import { noChild, type Tree } from './tree.ts';

/**
 * The leaf in which each sample ends.
 *
 * @param data samples row by row
 * @param out where to put the leaves' numbers; default: an array of its own
 * @shape data [N, F] → [N]
 */
export function leavesOf(
  tree: Tree,
  data: Float64Array,
  out = new Int32Array(data.length / tree.nFeatures),
): Int32Array {
  const { childrenLeft, childrenRight, feature, threshold, nFeatures } = tree;
  for (let i = 0, base = 0; i < out.length; i++, base += nFeatures) {
    let node = 0;
    for (let left = childrenLeft[0]; left !== noChild; left = childrenLeft[node])
      node = data[base + feature[node]] <= threshold[node] ? left : childrenRight[node];
    out[i] = node;
  }
  return out;
}

/** 1 for each node on the way of each sample, the root and its leaf included. @shape data [N, F] → [N · nodes] */
export function pathsOf(tree: Tree, data: Float64Array): Float64Array {
  const { childrenLeft, childrenRight, feature, threshold, nFeatures } = tree;
  const nodes = childrenLeft.length;
  const samples = data.length / nFeatures;
  const paths = new Float64Array(samples * nodes);
  for (let i = 0; i < samples; i++) {
    let node = 0;
    for (;;) {
      paths[i * nodes + node] = 1;
      if (childrenLeft[node] === noChild) break;
      const goesLeft = data[i * nFeatures + feature[node]] <= threshold[node];
      node = goesLeft ? childrenLeft[node] : childrenRight[node];
    }
  }
  return paths;
}
