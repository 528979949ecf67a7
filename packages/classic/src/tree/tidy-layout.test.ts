import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LayoutNode, tidyLayout } from './tidy-layout.ts';

/** A random tree of two children or none per node, and the level of each node. */
function randomTree(seed: number, size: number) {
  const rng = new Rng(seed);
  const nodes: { width: number; children: number[] }[] = [{ width: rng.uniform(1, 20), children: [] }];
  const levels = [0];
  while (nodes.length < size) {
    const leaves = nodes.flatMap(({ children }, i) => (children.length === 0 ? [i] : []));
    const parent = leaves[rng.integers(leaves.length)];
    for (let side = 0; side < 2; side++) {
      nodes[parent].children.push(nodes.length);
      levels.push(levels[parent] + 1);
      nodes.push({ width: rng.uniform(1, 20), children: [] });
    }
  }
  return { nodes: nodes as readonly LayoutNode[], levels };
}

describe('tidyLayout', () => {
  fuzz.prop([integer({ min: 0, max: 1e6 }), integer({ min: 1, max: 60 })])(
    'keeps nodes of a level apart and in order, parents in the middle, nothing left of 0',
    (seed, size) => {
      const gap = 3;
      const { nodes, levels } = randomTree(seed, size);
      const middles = tidyLayout(nodes, gap);
      const ends = Array.from(middles, (middle, i) => ({
        left: middle - nodes[i].width / 2,
        right: middle + nodes[i].width / 2,
        level: levels[i],
      }));
      for (const a of ends)
        for (const b of ends)
          if (a !== b && a.level === b.level)
            expect(a.right + gap <= b.left + 1e-9 || b.right + gap <= a.left + 1e-9).toBe(true);
      nodes.forEach(({ children }, i) => {
        if (children.length === 0) return;
        const [left, right] = children;
        expect(middles[left]).toBeLessThan(middles[right]);
        expect(middles[i]).toBeCloseTo((middles[left] + middles[right]) / 2, 9);
      });
      expect(Math.min(...ends.map(({ left }) => left))).toBeCloseTo(0, 9);
    },
  );

  test('a branch moves under another that is wide only further down', () => {
    // The left child has two wide children; the right child is a leaf and stays close.
    const nodes = [
      { width: 2, children: [1, 2] },
      { width: 2, children: [3, 4] },
      { width: 2, children: [] },
      { width: 10, children: [] },
      { width: 10, children: [] },
    ];
    const middles = tidyLayout(nodes, 1);
    expect(middles[2] - middles[1]).toBe(3);
    expect(middles[4] - middles[3]).toBe(11);
  });
});
