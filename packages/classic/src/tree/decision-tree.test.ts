import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { DecisionTreeClassifier } from './decision-tree-classifier.ts';
import { DecisionTreeRegressor } from './decision-tree-regressor.ts';
import { ExtraTreeClassifier } from './extra-tree-classifier.ts';
import { ExtraTreeRegressor } from './extra-tree-regressor.ts';

describeParity('tree', { DecisionTreeClassifier, DecisionTreeRegressor });

const { X, y } = dataset('classes3');

describe('decision trees', () => {
  test('equally good features: the first, whatever the seed', () => {
    const twice = X.map((row) => [...row, ...row]);
    const trees = [1, 2, 3].map((randomState) => new DecisionTreeClassifier({ randomState }).fit(twice, y).tree_);
    for (const tree of trees) {
      expect(tree).toEqual(trees[0]);
      expect(Math.max(...tree.feature)).toBeLessThan(4);
    }
  });

  test('a seed fixes what is drawn, and another draws something else', () => {
    const grow = (randomState: number) => new ExtraTreeClassifier({ randomState }).fit(X, y).tree_;
    expect(grow(1)).toEqual(grow(1));
    expect(grow(1).threshold[0]).not.toBe(grow(2).threshold[0]);
  });

  fuzz.prop([integer({ min: 1, max: 12 }), integer({ min: 2, max: 30 }), integer({ min: 2, max: 12 })])(
    'limits are kept',
    (minSamplesLeaf, minSamplesSplit, maxLeafNodes) => {
      for (const limit of [null, maxLeafNodes]) {
        const params = { minSamplesLeaf, minSamplesSplit, maxLeafNodes: limit, maxDepth: 4 };
        for (const estimator of [
          new DecisionTreeClassifier(params),
          new ExtraTreeClassifier({ ...params, randomState: 1 }),
        ]) {
          const { tree_: tree } = estimator.fit(X, y);
          expect(estimator.getDepth()).toBeLessThanOrEqual(4);
          if (limit !== null) expect(estimator.getNLeaves()).toBeLessThanOrEqual(limit);
          tree.childrenLeft.forEach((child, node) => {
            expect(tree.nNodeSamples[node]).toBeGreaterThanOrEqual(child < 0 ? minSamplesLeaf : minSamplesSplit);
          });
        }
      }
    },
  );

  test('best first with room for all leaves grows the tree that depth first grows', () => {
    const deep = new DecisionTreeClassifier().fit(X, y);
    const broad = new DecisionTreeClassifier({ maxLeafNodes: 1000 }).fit(X, y);
    expect(broad.getNLeaves()).toBe(deep.getNLeaves());
    expect(broad.predictProba(X).toArray()).toEqual(deep.predictProba(X).toArray());
    expectClose(broad.featureImportances_, Array.from(toTypedArray(deep.featureImportances_)), 1e-14);
  });

  test('a sample of weight 0 is not there', () => {
    const weights = y.map((_, i) => (i % 3 === 0 ? 0 : 1));
    const kept = <T>(list: readonly T[]): T[] => list.filter((_, i) => i % 3 !== 0);
    for (const criterion of ['gini', 'entropy'] as const) {
      const weighted = new DecisionTreeClassifier({ criterion }).fit(X, y, { sampleWeight: weights });
      expect(weighted.tree_).toEqual(new DecisionTreeClassifier({ criterion }).fit(kept(X), kept(y)).tree_);
    }
    for (const criterion of ['squared_error', 'absolute_error', 'poisson'] as const) {
      const weighted = new DecisionTreeRegressor({ criterion }).fit(X, y, { sampleWeight: weights });
      expect(weighted.tree_).toEqual(new DecisionTreeRegressor({ criterion }).fit(kept(X), kept(y)).tree_);
    }
  });

  fuzz.prop([integer({ min: 0, max: 1e6 })])('a monotone change of a feature changes thresholds only', (seed) => {
    const rng = new Rng(seed);
    const rows = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
    const target = rows.map(([a, b]) => Math.sin(3 * a) + b + rng.normal());
    const plain = new DecisionTreeRegressor({ minSamplesLeaf: 3 }).fit(rows, target).tree_;
    const bent = new DecisionTreeRegressor({ minSamplesLeaf: 3 }).fit(
      rows.map(([a, b]) => [Math.exp(a), b ** 3]),
      target,
    ).tree_;
    expect({ ...bent, threshold: null }).toEqual({ ...plain, threshold: null });
  });

  test('adding a constant to the targets changes predictions by it, also a large one', () => {
    const { X: rows, y: target } = dataset('regression');
    const plain = new DecisionTreeRegressor({ minSamplesLeaf: 4 }).fit(rows, target);
    const moved = new DecisionTreeRegressor({ minSamplesLeaf: 4 }).fit(
      rows,
      target.map((each) => each + 2 ** 30),
    );
    expect(moved.tree_.feature).toEqual(plain.tree_.feature);
    expect(moved.tree_.nNodeSamples).toEqual(plain.tree_.nNodeSamples);
  });

  test('pruning keeps a branch of the tree, and the last alpha leaves the root', () => {
    const path = new DecisionTreeClassifier().costComplexityPruningPath(X, y);
    expect(path.ccpAlphas[0]).toBe(0);
    for (let i = 1; i < path.ccpAlphas.length; i++) {
      expect(path.ccpAlphas[i]).toBeGreaterThanOrEqual(path.ccpAlphas[i - 1] - 1e-15);
      expect(path.impurities[i]).toBeGreaterThan(path.impurities[i - 1]);
    }
    const last = path.ccpAlphas[path.ccpAlphas.length - 1];
    expect(new DecisionTreeClassifier({ ccpAlpha: last + 1e-12 }).fit(X, y).getNLeaves()).toBe(1);
    const leaves = Array.from(path.ccpAlphas, (alpha) =>
      new DecisionTreeClassifier({ ccpAlpha: alpha + 1e-12 }).fit(X, y).getNLeaves(),
    );
    expect(leaves).toEqual(leaves.toSorted((a, b) => b - a));
  });

  test('apply is the last node of the path', () => {
    const tree = new ExtraTreeRegressor({ randomState: 3 }).fit(X, y);
    const paths = tree.decisionPath(X).toArray() as number[][];
    expect(paths.map((path) => path.lastIndexOf(1))).toEqual(tree.apply(X).toArray());
    const depths = paths.map((path) => path.reduce((sum, each) => sum + each, -1));
    expect(Math.max(...depths)).toBe(tree.getDepth());
  });

  test('words, one class, one sample', () => {
    const words = y.map((code) => ['oak', 'elm', 'ash'][code]);
    const tree = new DecisionTreeClassifier<string>({ maxDepth: 2 }).fit(X, words);
    expect(tree.classes_).toEqual(['ash', 'elm', 'oak']);
    expect(tree.predict(X).every((word) => words.includes(word))).toBe(true);
    expect(
      new DecisionTreeClassifier()
        .fit(
          X,
          y.map(() => 4),
        )
        .predict(X.slice(0, 2))
        .toArray(),
    ).toEqual([4, 4]);
    expect(
      new DecisionTreeRegressor()
        .fit([[1]], [5])
        .predict([[-9]])
        .toArray(),
    ).toEqual([5]);
  });

  test('logarithms of shares are −Infinity where a class does not occur', () => {
    const tree = new DecisionTreeClassifier().fit([[1], [2]], [0, 1]);
    expect(toTypedArray(tree.predictLogProba([[1]]))).toEqual(Float64Array.of(0, Number.NEGATIVE_INFINITY));
  });

  test('a median of an even number of equal weights is halfway', () => {
    const tree = new DecisionTreeRegressor({ criterion: 'absolute_error', maxDepth: 1 });
    expect(Array.from(tree.fit([[0], [0], [0], [0]], [9, 1, 2, 4]).tree_.value)).toEqual([3]);
    const weighted = tree.fit([[0], [0], [0]], [1, 2, 3], { sampleWeight: [1, 1, 3] });
    expect(Array.from(weighted.tree_.value)).toEqual([3]);
  });

  test('nothing is left behind', () => {
    expectNoLeak(() => new DecisionTreeClassifier().fit(X, y).predictProba(X));
    expectNoLeak(() => new ExtraTreeRegressor().fit(X, y).predict(X));
  });

  test.each([
    [{ maxDepth: 0 }, 'DecisionTreeClassifier: maxDepth must be an integer ≥ 1, not 0'],
    [
      { minSamplesSplit: 1 },
      'DecisionTreeClassifier: minSamplesSplit must be an integer ≥ 2 or a share between 0 and 1, not 1',
    ],
    [{ minWeightFractionLeaf: 0.6 }, 'DecisionTreeClassifier: minWeightFractionLeaf must be from 0 to 0.5, not 0.6'],
    [
      { maxFeatures: 'auto' },
      "DecisionTreeClassifier: maxFeatures must be a number, 'sqrt', 'log2' or null, not 'auto'",
    ],
    [{ maxLeafNodes: 1 }, 'DecisionTreeClassifier: maxLeafNodes must be an integer ≥ 2, not 1'],
    [{ criterion: 'mse' }, "DecisionTreeClassifier: criterion must be one of 'gini', 'entropy', 'log_loss', not 'mse'"],
    [{ classWeight: { 0: 0, 1: 0, 2: 0 } }, 'DecisionTreeClassifier.fit: all samples have weight 0'],
  ])('%o is refused', (params, message) => {
    expect(() => new DecisionTreeClassifier(params as never).fit(X, y)).toThrow(message);
  });

  test('counts must not be negative, nor all 0', () => {
    const tree = new DecisionTreeRegressor({ criterion: 'poisson' });
    expect(() => tree.fit([[1], [2]], [1, -2])).toThrow(
      "DecisionTreeRegressor.fit: y has -2 at 1, criterion 'poisson' needs y ≥ 0",
    );
    expect(() => tree.fit([[1], [2]], [0, 0])).toThrow(
      "DecisionTreeRegressor.fit: all of y is 0, criterion 'poisson' needs a sum > 0",
    );
  });

  test('a file whose nodes lead back, or to features that are not there, is refused', () => {
    const json = () => JSON.parse(JSON.stringify(new DecisionTreeRegressor().fit([[1], [2]], [0, 1])));
    const bytes = (list: number[]) => ({ $int32: Buffer.from(Int32Array.from(list).buffer).toString('base64') });
    for (const [field, list] of [
      ['childrenLeft', [0, -1, -1]],
      ['childrenRight', [9, -1, -1]],
      ['feature', [1, -2, -2]],
    ] as const) {
      const damaged = json();
      damaged.state.tree[field] = bytes([...list]);
      expect(() => fromJSON(damaged, DecisionTreeRegressor)).toThrow('DecisionTreeRegressor.tree: the state has');
    }
  });
});
