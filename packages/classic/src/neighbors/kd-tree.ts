import { type ChildKeys, partitionSamples, type SpaceTree } from './space-tree.ts';

/**
 * A k-d tree (Bentley 1975): samples cut in halves, each node with the smallest box around its own.
 *
 * @shape samples [N, F]
 * @complexity O(N·F·log N)
 */
export function kdTree(samples: Float64Array, features: number, leafSize: number): SpaceTree {
  const partition = partitionSamples(samples, features, leafSize);
  const { points, starts, ends, firstLeaf } = partition;
  const lower = new Float64Array((starts.length - 1) * features).fill(Number.POSITIVE_INFINITY);
  const upper = new Float64Array(lower.length).fill(Number.NEGATIVE_INFINITY);
  for (let node = starts.length - 1; node > 0; node--) {
    const isLeaf = node >= firstLeaf;
    const width = isLeaf ? ends[node] - starts[node] : 2;
    // A leaf's box is around its points, another's around the boxes of its children.
    const lows = isLeaf ? points : lower;
    const highs = isLeaf ? points : upper;
    let from = isLeaf ? starts[node] * features : 2 * node * features;
    let corner = ((node - 1) >> 1) * 2 * features + ((node - 1) & 1);
    for (let j = 0; j < features; j++, corner += 2) {
      for (const stop = from + width; from < stop; from++) {
        if (lows[from] < lower[corner]) lower[corner] = lows[from];
        if (highs[from] > upper[corner]) upper[corner] = highs[from];
      }
    }
  }
  return { kind: 'kd_tree', ...partition, anchors: lower, extents: upper };
}

/** For both children of a node: what no point in the box is nearer than. Rounding is monotone, so the bounds hold to the last bit. */
export function boxKeys(p: number): ChildKeys {
  if (p === 2) return squaredBoxes;
  if (p === Number.POSITIVE_INFINITY) return largestBoxes;
  return p === 1 ? absoluteBoxes : powerBoxes(p);
}

const squaredBoxes: ChildKeys = (out, { features, anchors, extents }, parent, query, at) => {
  let left = 0;
  let right = 0;
  let c = 2 * parent * features;
  for (let j = at * features; j < (at + 1) * features; j++, c += 2) {
    const leftGap = gapOf(query[j], anchors[c], extents[c]);
    const rightGap = gapOf(query[j], anchors[c + 1], extents[c + 1]);
    left += leftGap * leftGap;
    right += rightGap * rightGap;
  }
  out[0] = left;
  out[1] = right;
};

const absoluteBoxes: ChildKeys = (out, { features, anchors, extents }, parent, query, at) => {
  let left = 0;
  let right = 0;
  let c = 2 * parent * features;
  for (let j = at * features; j < (at + 1) * features; j++, c += 2) {
    left += gapOf(query[j], anchors[c], extents[c]);
    right += gapOf(query[j], anchors[c + 1], extents[c + 1]);
  }
  out[0] = left;
  out[1] = right;
};

const largestBoxes: ChildKeys = (out, { features, anchors, extents }, parent, query, at) => {
  let left = 0;
  let right = 0;
  let c = 2 * parent * features;
  for (let j = at * features; j < (at + 1) * features; j++, c += 2) {
    left = Math.max(left, gapOf(query[j], anchors[c], extents[c]));
    right = Math.max(right, gapOf(query[j], anchors[c + 1], extents[c + 1]));
  }
  out[0] = left;
  out[1] = right;
};

function powerBoxes(p: number): ChildKeys {
  return (out, { features, anchors, extents }, parent, query, at) => {
    let left = 0;
    let right = 0;
    let c = 2 * parent * features;
    for (let j = at * features; j < (at + 1) * features; j++, c += 2) {
      left += gapOf(query[j], anchors[c], extents[c]) ** p;
      right += gapOf(query[j], anchors[c + 1], extents[c + 1]) ** p;
    }
    out[0] = left;
    out[1] = right;
  };
}

function gapOf(value: number, low: number, high: number): number {
  return value < low ? low - value : value > high ? value - high : 0;
}
