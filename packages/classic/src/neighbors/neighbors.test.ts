import { test as fuzz } from '@fast-check/vitest';
import { fromBuffer, Rng, toTypedArray } from '@ml/tensor';
import { array, constantFrom, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { KNeighborsClassifier } from './k-neighbors-classifier.ts';
import { KNeighborsRegressor } from './k-neighbors-regressor.ts';
import { NearestNeighbors } from './nearest-neighbors.ts';
import { RadiusNeighborsClassifier } from './radius-neighbors-classifier.ts';
import { RadiusNeighborsRegressor } from './radius-neighbors-regressor.ts';

describeParity('neighbors', {
  KNeighborsClassifier,
  KNeighborsRegressor,
  NearestNeighbors,
  RadiusNeighborsClassifier,
  RadiusNeighborsRegressor,
});

describe('NearestNeighbors', () => {
  test('without X no sample is its own neighbour, also where several are equal', () => {
    const model = new NearestNeighbors({ nNeighbors: 1, radius: 0.5 }).fit([[1], [1], [1], [4]]);
    const { distances, indices } = model.kneighbors();
    expect(indices.toArray()).toEqual([[1], [0], [0], [0]]);
    expect(distances.toArray()).toEqual([[0], [0], [0], [3]]);
    expect(model.radiusNeighbors().indices.map((list) => [...list])).toEqual([[1, 2], [0, 2], [0, 1], []]);
  });

  test('the radius belongs to it; sorted results are nearest first', () => {
    const model = new NearestNeighbors({ radius: 2 }).fit([[3], [0], [2], [1]]);
    expect([...model.radiusNeighbors([[1]]).indices[0]]).toEqual([0, 1, 2, 3]);
    const { indices, distances } = model.radiusNeighbors([[1]], { sortResults: true });
    expect([...indices[0]]).toEqual([3, 1, 2, 0]);
    expect([...distances[0]]).toEqual([0, 1, 1, 2]);
    expect(model.radiusNeighborsGraph([[1]], { radius: 1, mode: 'distance' }).toArray()).toEqual([[0, 1, 1, 0]]);
  });

  test('a graph of distances has the distances of kneighbors', () => {
    const { X } = dataset('moons');
    const model = new NearestNeighbors({ nNeighbors: 3 }).fit(X);
    const graph = model.kneighborsGraph(null, { mode: 'distance' }).toArray() as number[][];
    const { distances, indices } = model.kneighbors();
    const near = indices.toArray() as number[][];
    expect(near.map((row, i) => row.map((j) => graph[i][j]))).toEqual(distances.toArray());
    expect(graph.flat().filter((edge) => edge > 0)).toHaveLength(300);
  });

  test('what is reported as √3 away is within √3, though √3² < 3', () => {
    const model = new NearestNeighbors().fit([[0, 0, 0]]);
    expect(Math.sqrt(3) ** 2).toBeLessThan(3);
    expect([...model.radiusNeighbors([[1, 1, 1]], { radius: Math.sqrt(3) }).indices[0]]).toEqual([0]);
    expect([...model.radiusNeighbors([[1, 1, 1]], { radius: 1.732050807568877 }).indices[0]]).toEqual([]);
    const far = new NearestNeighbors({ metric: 'haversine' }).fit([[0, 0]]);
    expect(far.radiusNeighbors([[0, Math.PI]], { radius: 4 }).indices[0]).toHaveLength(1);
  });

  test.each([
    [{ algorithm: 'kd_tree', metric: 'cosine' }, "algorithm must be 'brute' with metric 'cosine', not 'kd_tree'"],
    [{ algorithm: 'kd_tree', metric: 'hamming' }, "algorithm must be 'brute' with metric 'hamming', not 'kd_tree'"],
    [
      { algorithm: 'ball_tree', p: 0.5 },
      "algorithm must be 'brute' with metric 'minkowski' and p = 0.5, not 'ball_tree'",
    ],
    [{ metric: 'haversine' }, 'metric must be another for 1 features: it takes 2'],
    [{ nNeighbors: 0 }, 'nNeighbors must be an integer ≥ 1, not 0'],
    [{ leafSize: 0 }, 'leafSize must be an integer ≥ 1, not 0'],
    [{ radius: -1 }, 'radius must be a number ≥ 0, not -1'],
    [{ p: 0 }, 'p must be a number > 0, not 0'],
  ] as const)('refuses %o', (params, message) => {
    expect(() => new NearestNeighbors(params as object).fit([[0], [1]])).toThrow(`NearestNeighbors: ${message}`);
  });

  test('says how many there are when more are asked for', () => {
    const model = new NearestNeighbors({ nNeighbors: 2 }).fit([[0], [1]]);
    expect(() => model.kneighbors()).toThrow(
      'NearestNeighbors.kneighbors: nNeighbors is 2, but there are 1 samples to be neighbours',
    );
  });

  test('leaves nothing behind', () => {
    const { X } = dataset('classes3');
    const many = [...X, ...X, ...X];
    expectNoLeak(() => new NearestNeighbors({ algorithm: 'brute' }).fit(many).kneighbors(many));
    expectNoLeak(() => new NearestNeighbors().fit(X).kneighborsGraph());
  });
});

/** The k nearest by sorting all distances: what every structure has to give, bit for bit. */
function sorted(X: number[][], Q: number[][], k: number, distance: (a: number[], b: number[]) => number): number[][] {
  return Q.map((q) => {
    const all = X.map((x) => distance(q, x));
    return [...all.keys()].sort((a, b) => all[a] - all[b] || a - b).slice(0, k);
  });
}

const gaps = (a: number[], b: number[]): number[] => a.map((value, j) => Math.abs(value - b[j]));
const distances: Record<string, (a: number[], b: number[]) => number> = {
  euclidean: (a, b) => gaps(a, b).reduce((sum, gap) => sum + gap * gap, 0),
  manhattan: (a, b) => gaps(a, b).reduce((sum, gap) => sum + gap, 0),
  chebyshev: (a, b) => Math.max(...gaps(a, b)),
  minkowski: (a, b) => gaps(a, b).reduce((sum, gap) => sum + gap ** 3, 0),
  hamming: (a, b) => gaps(a, b).filter((gap) => gap > 0).length,
};

describe('structures agree with sorting', () => {
  const metrics = constantFrom('euclidean', 'manhattan', 'chebyshev', 'minkowski', 'hamming');
  fuzz.prop([integer({ min: 0, max: 2000 }), metrics, integer({ min: 1, max: 9 }), integer({ min: 1, max: 4 })], {
    numRuns: 60,
  })('on grids, where many are equally near', (seed, metric, leafSize, features) => {
    const rng = new Rng(seed);
    const draw = (n: number): number[][] =>
      Array.from({ length: n }, () => Array.from({ length: features }, () => rng.integers(0, 5)));
    const [X, Q] = [draw(60), draw(20)];
    const k = 1 + (seed % 12);
    const expected = sorted(X, Q, k, distances[metric]);
    for (const algorithm of ['brute', 'kd_tree', 'ball_tree'] as const) {
      if (metric === 'hamming' && algorithm === 'kd_tree') continue;
      const params = { algorithm, leafSize, metric: metric as 'euclidean', p: 3, nNeighbors: k };
      const model = new NearestNeighbors(params).fit(X);
      const { distances: found, indices } = model.kneighbors(Q);
      expect(indices.toArray()).toEqual(expected);
      // All within the distance of the last neighbour of the first query, which are those and maybe others as far.
      const radius = (found.toArray() as number[][])[0][k - 1];
      const lists = model.radiusNeighbors(Q, { radius });
      const nearest = new Set(lists.indices[0]);
      expect(expected[0].every((i) => nearest.has(i))).toBe(true);
      for (const list of lists.distances) for (const distance of list) expect(distance).toBeLessThanOrEqual(radius);
      expect(lists.indices.map((list) => list.length)).toEqual(
        Q.map((q) => X.filter((x) => distances[metric](q, x) <= distances[metric](Q[0], X[expected[0][k - 1]])).length),
      );
    }
  });

  const clouds: Record<string, (rng: Rng, i: number) => number[]> = {
    normal: (rng) => Array.from({ length: 6 }, () => rng.normal()),
    'far from 0': (rng) => Array.from({ length: 6 }, () => 1e8 + rng.normal()),
    tiny: (rng) => Array.from({ length: 6 }, () => 1e-150 * rng.normal()),
    huge: (rng) => Array.from({ length: 6 }, () => 1e150 * rng.normal()),
    'with a sample far out': (rng, i) => Array.from({ length: 6 }, () => (i === 7 ? 1e6 : 1) * rng.normal()),
    'all one point': () => [1, 2, 3, 4, 5, 6],
    'on a grid': (rng) => Array.from({ length: 6 }, () => rng.integers(0, 3)),
    'in pairs': (rng, i) => Array.from({ length: 6 }, (_, j) => Math.sin((i >> 1) * 10 + j) + 0 * rng.normal()),
  };
  test.each(Object.keys(clouds))('through the filter in single precision: %s', (name) => {
    const rng = new Rng(5);
    const draw = (n: number): number[][] => Array.from({ length: n }, (_, i) => clouds[name](rng, i));
    const [X, Q] = [draw(331), draw(217)]; // above 2¹⁶ pairs
    const expected = sorted(X, Q, 7, distances.euclidean);
    const model = new NearestNeighbors({ algorithm: 'brute', nNeighbors: 7 }).fit(X);
    expect(model.kneighbors(Q).indices.toArray()).toEqual(expected);
    const tree = new NearestNeighbors({ algorithm: 'kd_tree', nNeighbors: 7 }).fit(X);
    expect(model.kneighbors(Q).distances.toArray()).toEqual(tree.kneighbors(Q).distances.toArray());
    const radius = (model.kneighbors(Q).distances.toArray() as number[][])[0][6];
    expect(model.radiusNeighbors(Q, { radius })).toEqual(tree.radiusNeighbors(Q, { radius }));
  });

  test('cosine: the filter finds what scanning finds', () => {
    const rng = new Rng(1);
    const X = fromBuffer(
      Float64Array.from({ length: 300 * 8 }, () => rng.normal()),
      [300, 8],
    );
    const model = new NearestNeighbors({ metric: 'cosine' }).fit(X);
    const whole = model.kneighbors(X).indices.toArray() as number[][];
    for (let i = 0; i < 300; i += 37)
      expect(model.kneighbors(X.slice([i, i + 1])).indices.toArray()).toEqual([whole[i]]);
  });

  test('haversine: places on opposite sides of the sphere', () => {
    const X = [
      [0, 0],
      [0, Math.PI],
      [0.1, Math.PI - 0.01],
      [-0.1, 3],
    ];
    const found = new NearestNeighbors({ metric: 'haversine', algorithm: 'ball_tree', leafSize: 1, nNeighbors: 4 }).fit(
      X,
    );
    const { distances: far, indices } = found.kneighbors([[0, 0]]);
    expect(indices.toArray()).toEqual([[0, 3, 2, 1]]);
    const angles = [0, 3, 2, 1].map((i) => Math.acos(Math.cos(X[i][0]) * Math.cos(X[i][1]))); // from 0, 0
    expectClose(far, [angles], 1e-8);
  });
});

describe('KNeighborsClassifier', () => {
  fuzz.prop([array(integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 40 })])(
    'one neighbour repeats the labels of distinct samples',
    (y) => {
      const X = y.map((_, i) => [i, (i * 7) % 5]);
      const model = new KNeighborsClassifier({ nNeighbors: 1 }).fit(X, y);
      expect(Array.from(toTypedArray(model.predict(X)))).toEqual(y);
    },
  );

  test('a sample at distance 0 decides alone, where distances are weights', () => {
    const X = [[0], [0.1], [0.2]];
    const model = new KNeighborsClassifier({ nNeighbors: 3, weights: 'distance' }).fit(X, [1, 0, 0]);
    expect(model.predictProba([[0]]).toArray()).toEqual([[0, 1]]);
    expect(model.predict([[0]]).toArray()).toEqual([1]);
  });

  test('weights may be a function of the distances', () => {
    const weights = (d: Float64Array) => d.map((value) => Math.exp(-value));
    const model = new KNeighborsClassifier({ nNeighbors: 2, weights }).fit([[0], [1]], [0, 1]);
    const share = 1 / (1 + Math.exp(-0.5));
    expectClose(model.predictProba([[0.25]]), [[share, 1 - share]], 1e-15);
    const short = new KNeighborsClassifier({ nNeighbors: 2, weights: () => [1] }).fit([[0], [1]], [0, 1]);
    expect(() => short.predict([[0]])).toThrow('weights: the function gave 1 numbers for 2 distances');
  });

  test('of equally many votes the first class wins', () => {
    const model = new KNeighborsClassifier<string>({ nNeighbors: 2 }).fit([[0], [1]], ['b', 'a']);
    expect(model.predict([[0.5]])).toEqual(['a']);
  });
});

describe('KNeighborsRegressor', () => {
  test('several targets are each what one would be', () => {
    const { X, y } = dataset('regression');
    const both = new KNeighborsRegressor({ weights: 'distance' }).fit(
      X,
      y.map((value) => [value, -2 * value]),
    );
    const one = new KNeighborsRegressor({ weights: 'distance' }).fit(X, y);
    const predicted = toTypedArray(one.predict(X));
    expectClose(
      both.predict(X),
      Array.from(predicted, (value) => [value, -2 * value]),
      1e-15,
    );
    expect(
      both.score(
        X,
        y.map((value) => [value, -2 * value]),
      ),
    ).toBeCloseTo(one.score(X, y), 12);
  });

  test('all samples as neighbours predict the mean', () => {
    const model = new KNeighborsRegressor({ nNeighbors: 4 }).fit([[1], [2], [3], [4]], [1, 2, 3, 10]);
    expect(model.predict([[-7], [9]]).toArray()).toEqual([4, 4]);
  });
});

describe('RadiusNeighbors', () => {
  test('samples without neighbours: an error that says which, a label, or NaN', () => {
    const X = [[0], [1]];
    const strict = new RadiusNeighborsClassifier().fit(X, [3, 4]);
    expect(() => strict.predict([[0], [9]])).toThrow(
      'RadiusNeighborsClassifier.predict: no sample of fit is within 1 of row 1; set outlierLabel or a larger radius',
    );
    const lenient = new RadiusNeighborsClassifier({ outlierLabel: -1 }).fit(X, [3, 4]);
    expect(lenient.predict([[0], [9]]).toArray()).toEqual([3, -1]);
    expect(lenient.predictProba([[9]]).toArray()).toEqual([[0, 0]]);
    expect(() => new RadiusNeighborsClassifier({ outlierLabel: 'x' }).fit(X, [3, 4])).toThrow(
      "RadiusNeighborsClassifier: outlierLabel must be a number, as labels are, not 'x'",
    );
    expect(
      new RadiusNeighborsRegressor()
        .fit(X, [3, 4])
        .predict([[9]])
        .toArray(),
    ).toEqual([Number.NaN]);
  });
});

describe('JSON', () => {
  test('brings back a model that predicts the same bits, and refuses what is none', () => {
    const { X, y } = dataset('classes3');
    const model = new KNeighborsClassifier({ weights: 'distance', algorithm: 'kd_tree', leafSize: 3 }).fit(X, y);
    const again = fromJSON(JSON.stringify(model), KNeighborsClassifier);
    expect(again.predictProba(X).toArray()).toEqual(model.predictProba(X).toArray());
    const json = JSON.parse(JSON.stringify(model));
    json.state.index.structure = 'oracle';
    expect(() => fromJSON(json, KNeighborsClassifier)).toThrow("the state has the structure 'oracle'");
    json.state.index.structure = 'kd_tree';
    json.state.index.metric = 'cosine';
    expect(() => fromJSON(json, KNeighborsClassifier)).toThrow("has 'cosine' in kd_tree");
  });
});
