/** A node to be placed: its width, and its children from left to right, whose numbers are larger than its own. */
export interface LayoutNode {
  readonly width: number;
  readonly children: readonly number[];
}

/**
 * Places the nodes of a tree side by side: nodes of one level do not overlap, parents are in the middle above their children, and
 * branches are moved together until they almost touch.
 *
 * Each branch knows how far it reaches to the left and to the right on every level below its root; the branch beside it is put where
 * the two reaches are nowhere nearer than `gap`.
 *
 * @returns the middle of each node; the leftmost node begins at 0
 * @complexity O(nodes · depth)
 * @reference Reingold & Tilford, Tidier drawings of trees (1981)
 */
export function tidyLayout(nodes: readonly LayoutNode[], gap: number): Float64Array {
  /** Where a child is, seen from its parent. */
  const offset = new Float64Array(nodes.length);
  const reaches: Reach[] = new Array(nodes.length);
  for (let node = nodes.length - 1; node >= 0; node--) {
    const { width, children } = nodes[node];
    let below: Reach = { left: [], right: [] };
    children.forEach((child, i) => {
      offset[child] = i === 0 ? 0 : nearest(below, reaches[child], gap);
      below = joined(below, reaches[child], offset[child]);
    });
    const middle = children.length === 0 ? 0 : (offset[children[0]] + offset[children[children.length - 1]]) / 2;
    for (const child of children) offset[child] -= middle;
    reaches[node] = {
      left: [-width / 2, ...below.left.map((x) => x - middle)],
      right: [width / 2, ...below.right.map((x) => x - middle)],
    };
  }
  const places = new Float64Array(nodes.length);
  places[0] = -Math.min(...reaches[0].left);
  nodes.forEach(({ children }, node) => {
    for (const child of children) places[child] = places[node] + offset[child];
  });
  return places;
}

/** How far a branch reaches on each of its levels. */
interface Reach {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** The least offset of the second branch at which it is `gap` right of the first on all levels that both have. */
function nearest(first: Reach, second: Reach, gap: number): number {
  let offset = Number.NEGATIVE_INFINITY;
  for (let level = 0; level < Math.min(first.right.length, second.left.length); level++)
    offset = Math.max(offset, first.right[level] + gap - second.left[level]);
  return offset;
}

function joined(first: Reach, second: Reach, offset: number): Reach {
  const levels = Math.max(first.left.length, second.left.length);
  const level = Array.from({ length: levels }, (_, i) => i);
  return {
    left: level.map((i) => first.left[i] ?? second.left[i] + offset),
    right: level.map((i) => (i < second.right.length ? second.right[i] + offset : first.right[i])),
  };
}
