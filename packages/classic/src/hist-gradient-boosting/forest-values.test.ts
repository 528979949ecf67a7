import { Rng, tidy } from '@ml/tensor';
import { expect, test } from 'vitest';
import { matrix, values } from '../base/values.ts';
import { addPredictions } from './forest-values.testing.ts';
import { forestValues, HistForestBuilder, placeForest, type TreeNode } from './hist-forest.ts';

const rng = new Rng(5);
const width = 3;

/** A random tree over two numeric features and, in the third, categories 1, 3, 5, …, 33. */
function drawTree(depth: number): TreeNode {
  const value = rng.normal();
  if (depth === 0) return { value, split: null, children: null };
  const feature = rng.integers(0, width);
  const bins = feature < 2 ? null : Array.from({ length: 17 }, (_, b) => b).filter(() => rng.random() < 0.5);
  const split = { feature, bin: rng.integers(0, 5), missingLeft: rng.random() < 0.5, bins };
  return { value, split, children: [drawTree(depth - 1), drawTree(depth - 1)] };
}

test('predictions of trees have the bits of the plain walk', () => {
  const thresholds = [
    Float64Array.of(-1, -0.5, 0, 0.5),
    Float64Array.of(-1, -0.5, 0, 0.5),
    Float64Array.from({ length: 17 }, (_, c) => 2 * c + 1),
  ];
  const builder = new HistForestBuilder(thresholds, Uint8Array.of(0, 0, 1));
  for (let t = 0; t < 12; t++) builder.add(drawTree(5));
  const forest = builder.build();
  const n = 700;
  const x = Float64Array.from({ length: n * width }, (_, i) => {
    if (rng.random() < 0.1) return Number.NaN;
    return i % width < 2 ? rng.normal() : rng.integers(-2, 40) + (rng.random() < 0.1 ? 0.5 : 0);
  });
  x[2] = 1e300;
  x[5] = 256;
  for (const range of [
    { first: 0, end: 12, step: 1 },
    { first: 1, end: 12, step: 3 },
  ]) {
    const expected = new Float64Array(n).fill(0.25);
    addPredictions(expected, 0, forest, range, x, width);
    tidy(() => {
      const out = matrix(new Float64Array(2 * n), 2, n);
      forestValues(out, n, 0.25, placeForest(forest), range, matrix(x, n, width));
      expect(values(out).slice(n)).toEqual(expected);
      expect(values(out)[0]).toBe(0);
    });
    expect(new Set(expected).size).toBeGreaterThan(40);
  }
});
