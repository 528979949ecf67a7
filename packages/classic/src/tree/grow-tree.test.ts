import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { boolean, constantFrom, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GrowthRules, growTree } from './grow-tree.ts';
import { expectGreedy, impurities } from './naive-tree.testing.ts';
import { rankColumns } from './ranked-columns.ts';
import { treeColumns } from './tree-columns.ts';

const rules: GrowthRules = {
  criterion: 'gini',
  splitter: 'best',
  maxDepth: Number.POSITIVE_INFINITY,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minWeightFractionLeaf: 0,
  maxFeatures: 3,
  maxLeafNodes: null,
  minImpurityDecrease: 0,
};

interface Draw {
  readonly n: number;
  readonly seed: number;
  /** Few distinct values, or all different. */
  readonly coarse: boolean;
  /** Weights 0 … 3, or any; null: none. */
  readonly weights: 'whole' | 'any' | null;
}

function draw({ n, seed, coarse, weights }: Draw, target: (rng: Rng) => number) {
  const rng = new Rng(seed);
  const value = (): number => (coarse ? rng.integers(4) : rng.normal());
  const X = Array.from({ length: n }, () => [value(), value(), value()]);
  const y = X.map(() => target(rng));
  const weight = (): number => (weights === null ? 1 : weights === 'whole' ? rng.integers(4) : rng.uniform(0.1, 3));
  const w = X.map((_, i) => (i === 0 ? 1 : weight()));
  return { X, y, w, columns: rankColumns(Float64Array.from(X.flat()), 3) };
}

const draws = {
  n: integer({ min: 2, max: 40 }),
  seed: integer({ min: 0, max: 1e6 }),
  coarse: boolean(),
  weights: constantFrom('whole' as const, 'any' as const, null),
};

describe('growTree', () => {
  for (const criterion of ['gini', 'entropy'] as const)
    for (const classes of [2, 3])
      fuzz.prop([draws.n, draws.seed, draws.coarse, draws.weights], { numRuns: 40 })(
        `${criterion}, ${classes} classes: no cut is better than its`,
        (n, seed, coarse, weights) => {
          const { X, y, w, columns } = draw({ n, seed, coarse, weights }, (rng) => rng.integers(classes));
          const given = weights === null ? null : Float64Array.from(w);
          const fewest = 1 + (seed % 3);
          const data = { columns, targets: Int32Array.from(y), classes, weights: given };
          const tree = growTree(
            data,
            { ...rules, criterion, minSamplesLeaf: fewest, minSamplesSplit: 2 * fewest },
            null,
          );
          expectGreedy(tree, { X, y, weights: w }, impurities[criterion], fewest);
        },
      );

  for (const criterion of ['squared_error', 'absolute_error', 'poisson'] as const)
    fuzz.prop([draws.n, draws.seed, draws.coarse, draws.weights], { numRuns: 40 })(
      `${criterion}: no cut is better than its`,
      (n, seed, coarse, weights) => {
        const target = (rng: Rng): number =>
          criterion === 'poisson' || seed % 2 === 0 ? rng.integers(5) : rng.normal();
        const { X, y, w, columns } = draw({ n, seed, coarse, weights }, target);
        y[0] = 3;
        const given = weights === null ? null : Float64Array.from(w);
        const data = { columns, targets: Float64Array.from(y), classes: 0, weights: given };
        const tree = growTree(data, { ...rules, criterion }, null);
        expectGreedy(tree, { X, y, weights: w }, impurities[criterion]);
      },
    );

  test('samples of which all are different and many: sorted as pairs, by buckets and by insertion', () => {
    const n = 70_000;
    const rng = new Rng(1);
    const x = rng.permutation(n);
    const columns = rankColumns(Float64Array.from(x), 1);
    const targets = Float64Array.from(x, (value) => (value < 50_000 ? 1 : 2) + (value % 7 === 0 ? 1e-3 : 0));
    const tree = growTree(
      { columns, targets, classes: 0, weights: null },
      { ...rules, criterion: 'squared_error', maxDepth: 1 },
      null,
    );
    expect(Array.from(tree.threshold)).toEqual([49_999.5, -2, -2]);
    expect(Array.from(tree.nNodeSamples)).toEqual([n, 50_000, 20_000]);
  });

  fuzz.prop([integer({ min: 2, max: 1200 }), integer({ min: 0, max: 1e6 }), constantFrom(1, 50, 1e5)], { numRuns: 30 })(
    'a tree without limits knows its samples by heart, whatever is drawn',
    (n, seed, values) => {
      const rng = new Rng(seed);
      const x = Float64Array.from({ length: 2 * n }, () => rng.integers(values) / 8);
      const y = Int32Array.from({ length: n }, (_, i) => ((x[2 * i] + x[2 * i + 1]) * 8) % 3);
      for (const splitter of ['best', 'random'] as const) {
        const columns = treeColumns(splitter, x, 2);
        const tree = growTree(
          { columns, targets: y, classes: 3, weights: null },
          { ...rules, splitter, maxFeatures: 1 },
          rng,
        );
        tree.childrenLeft.forEach((child, node) => {
          if (child < 0) expect(tree.impurity[node]).toBeLessThan(1e-12);
        });
      }
    },
  );

  test('features that differ in nothing are not cut', () => {
    const columns = rankColumns(Float64Array.from([1, 5, 1, 5, 1, 5]), 2);
    const tree = growTree({ columns, targets: Int32Array.from([0, 1, 0]), classes: 2, weights: null }, rules, null);
    expect(Array.from(tree.feature)).toEqual([-2]);
  });

  test('where halfway between two values rounds to the upper one, the cut is at the lower', () => {
    const low = 1;
    const high = 1 + Number.EPSILON;
    for (const [a, b] of [
      [low, high],
      [high, high + Number.EPSILON],
      [1e308, 1.7e308],
      [-5e-324, 0],
      [0, 5e-324],
    ]) {
      const columns = rankColumns(Float64Array.from([a, b]), 1);
      const tree = growTree({ columns, targets: Int32Array.from([0, 1]), classes: 2, weights: null }, rules, null);
      expect(a <= tree.threshold[0] && tree.threshold[0] < b).toBe(true);
    }
  });
});
