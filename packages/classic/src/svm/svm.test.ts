import { test as fuzz } from '@fast-check/vitest';
import { Rng, tensor, toTypedArray } from '@ml/tensor';
import { constantFrom, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { rbfKernel } from '../pairwise/rbf-kernel.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { NuSVC } from './nu-svc.ts';
import { NuSVR } from './nu-svr.ts';
import { OneClassSVM } from './one-class-svm.ts';
import { fitPlattSigmoid } from './platt-scaling.ts';
import { SVC } from './svc.ts';
import { SVR } from './svr.ts';

describeParity('svm', { SVC, NuSVC, SVR, NuSVR, OneClassSVM });

interface More {
  readonly sigmoids: readonly { decisions: number[]; positive: boolean[]; a: number; b: number }[];
  readonly logLoss: { mean: number; deviation: number };
  readonly precomputed: { gamma: number; support: number[]; dual: number[][]; intercept: number[]; decisions: Nested };
}
const more = fixture<More>('svm-more');

/** Two overlapping clouds. */
function clouds(rng: Rng, n: number): { X: number[][]; y: number[] } {
  const y = Array.from({ length: n }, (_, i) => i % 2);
  return { X: y.map((label) => [rng.normal() + 1.2 * label, rng.normal() - label, rng.normal()]), y };
}

describe('SVC', () => {
  fuzz.prop([integer({ min: 0, max: 1000 }), constantFrom('rbf', 'linear', 'poly')], { numRuns: 20 })(
    'the optimality conditions hold: y·f ≥ 1 where α = 0, = 1 where 0 < α < C, ≤ 1 where α = C',
    (seed, kernel) => {
      const { X, y } = clouds(new Rng(seed), 60);
      const C = 0.7;
      const machine = new SVC({ kernel: kernel as 'rbf', C, tol: 1e-7 }).fit(X, y);
      const margin = (toTypedArray(machine.decisionFunction(X)) as Float64Array).map((f, i) => f * (2 * y[i] - 1));
      const alpha = new Float64Array(60);
      const dual = toTypedArray(machine.dualCoef_) as Float64Array;
      toTypedArray(machine.support_).forEach((sample, i) => {
        alpha[sample] = dual[i] * (2 * y[sample] - 1);
      });
      expect(dual.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
      for (let i = 0; i < 60; i++) {
        expect(alpha[i]).toBeGreaterThanOrEqual(0);
        expect(alpha[i]).toBeLessThanOrEqual(C);
        if (alpha[i] < C) expect(margin[i]).toBeGreaterThan(1 - 1e-5);
        if (alpha[i] > 0) expect(margin[i]).toBeLessThan(1 + 1e-5);
      }
    },
  );

  test('a cache with room for few rows changes nothing but the time', () => {
    const { X, y } = clouds(new Rng(3), 700);
    const params = { C: 30, gamma: 2, tol: 1e-6 } as const;
    const all = new SVC(params).fit(X, y);
    const few = new SVC({ ...params, cacheSize: 0.03 }).fit(X, y);
    expectClose(few.decisionFunction(X), all.decisionFunction(X).toArray() as Nested, 1e-5);
    expect(few.support_.toArray()).toEqual(all.support_.toArray());
  });

  test('setting variables aside changes nothing but the time', () => {
    const { X, y } = clouds(new Rng(4), 400);
    const fit = (shrinking: boolean): SVC => new SVC({ C: 50, gamma: 1, tol: 1e-8, shrinking }).fit(X, y);
    expectClose(fit(true).decisionFunction(X), fit(false).decisionFunction(X).toArray() as Nested, 1e-6);
  });

  test('a kernel matrix and a kernel function give what the kernel by name gives', () => {
    const { X, y } = dataset('classes3');
    const { gamma, support, dual, intercept, decisions } = more.precomputed;
    const gram = rbfKernel(X, X, { gamma });
    const given = new SVC({ kernel: 'precomputed' }).fit(gram, y);
    expect(given.support_.toArray()).toEqual(support);
    expectClose(given.dualCoef_, dual, 1e-9);
    expectClose(given.intercept_, intercept, 1e-9);
    expectClose(given.decisionFunction(gram), decisions, 1e-9);
    const called = new SVC({ kernel: (A, B) => rbfKernel(A, B, { gamma }) }).fit(X, y);
    const named = new SVC({ gamma }).fit(X, y);
    expectClose(called.decisionFunction(X), named.decisionFunction(X).toArray() as Nested, 1e-12);
    expect(called.predict(X.slice(0, 9)).toArray()).toEqual(named.predict(X.slice(0, 9)).toArray());
  });

  test('probabilities add up to 1, order two classes as the decision does, and come of the seed alone', () => {
    const { X, y } = dataset('binary');
    const machine = new SVC({ probability: true, randomState: 1 }).fit(X, y);
    const p = machine.predictProba(X).toArray() as number[][];
    const f = machine.decisionFunction(X).toArray() as number[];
    const order = [...f.keys()].sort((a, b) => f[a] - f[b]);
    order.slice(1).forEach((i, at) => {
      expect(p[i][1]).toBeGreaterThanOrEqual(p[order[at]][1]);
    });
    const again = new SVC({ probability: true, randomState: 1 }).fit(X, y);
    expect(again.predictProba(X).toArray()).toEqual(p);
    const three = dataset('classes3');
    const rows = new SVC({ probability: true, randomState: 0 }).fit(three.X, three.y).predictProba(three.X).toArray();
    for (const row of rows as number[][]) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  test('log-likelihood of the probabilities is that of scikit-learn, over ten seeds', () => {
    const { X, y } = dataset('classes3');
    let loss = 0;
    for (let seed = 0; seed < 10; seed++) {
      const p = new SVC({ probability: true, randomState: seed }).fit(X, y).predictProba(X).toArray() as number[][];
      loss -= y.reduce((sum, label, i) => sum + Math.log(p[i][label]), 0) / y.length / 10;
    }
    const { mean, deviation } = more.logLoss;
    expect(Math.abs(loss - mean)).toBeLessThan(deviation);
  });

  test('fewer than all classes left by weights of 0 is an error', () => {
    expect(() => new SVC().fit([[0], [1], [2]], [0, 1, 1], { sampleWeight: [0, 1, 1] })).toThrow(
      'SVC.fit: all samples of class 0 have weight 0',
    );
  });

  test('a saved machine of words answers as it did', () => {
    const { X, y } = dataset('classes3');
    const words = y.map((code) => ['low', 'mid', 'high'][code]);
    const machine = new SVC<string>({ probability: true, randomState: 2 }).fit(X, words);
    const again = fromJSON(JSON.stringify(machine), SVC<string>);
    expect(again.predict(X)).toEqual(machine.predict(X));
    expect(again.predictProba(X).toArray()).toEqual(machine.predictProba(X).toArray());
  });

  test('refuses a state whose support vectors are no samples of fit', () => {
    const json = JSON.parse(JSON.stringify(new SVC().fit([[0], [1]], [0, 1])));
    json.state.machine.samples = 1;
    expect(() => fromJSON(json, SVC)).toThrow('the state has 1 in support');
  });

  test('says which parameter is wrong', () => {
    const fit = (params: object) => () => new SVC(params).fit([[0], [1]], [0, 1]);
    expect(fit({ C: 0 })).toThrow('SVC: C must be a number > 0, not 0');
    expect(fit({ kernel: 'cosine' })).toThrow("SVC: kernel must be one of 'linear', 'poly'");
    expect(fit({ breakTies: true, decisionFunctionShape: 'ovo' })).toThrow('SVC: breakTies must be false');
    expect(fit({ kernel: 'precomputed' })).toThrow('SVC.fit: a precomputed kernel must be square, X has shape [2, 1]');
    expect(() => new SVC().fit([[0], [1]], [0, 1]).predictProba([[0]])).toThrow('needs probability: true');
    expect(() => new SVC().fit([[0], [1]], [0, 1]).coef_).toThrow('SVC: coef_ is there for the linear kernel only');
  });

  test('leaves nothing behind', () => {
    const { X, y } = dataset('classes3');
    expectNoLeak(() => new SVC({ probability: true, randomState: 0 }).fit(X, y).predictProba(X));
  });
});

test.each([
  ['SVC', () => new SVC({ gamma: 0.3, tol: 1e-9 })],
  ['SVR', () => new SVR({ gamma: 0.3, tol: 1e-9 })],
  ['OneClassSVM', () => new OneClassSVM({ gamma: 0.3, tol: 1e-9, nu: 0.3 })],
] as const)("%s: a weight of 2 is the sample twice (γ given: 'scale' counts samples, not weights)", (_, make) => {
  const { X, y } = dataset('binary');
  const sampleWeight = y.map((_, i) => (i % 5 === 0 ? 2 : 1));
  const twice = [...y.keys(), ...y.keys()].filter((i, at) => at < y.length || i % 5 === 0);
  const [weighted, doubled] = [make(), make()];
  weighted.fit(X, y, { sampleWeight });
  doubled.fit(
    twice.map((i) => X[i]),
    twice.map((i) => y[i]),
  );
  const f = (machine: typeof weighted) =>
    'decisionFunction' in machine ? machine.decisionFunction(X) : machine.predict(X);
  expectClose(f(weighted), f(doubled).toArray() as Nested, 1e-6);
});

describe('NuSVC', () => {
  test('says when ν is too large for the classes', () => {
    const X = Array.from({ length: 10 }, (_, i) => [i]);
    const y = X.map((_, i) => Number(i === 0));
    expect(() => new NuSVC({ nu: 0.5 }).fit(X, y)).toThrow('nu = 0.5 is too large');
  });

  fuzz.prop([integer({ min: 0, max: 1000 })], { numRuns: 10 })(
    'ν lies between the shares of errors and of support vectors',
    (seed) => {
      const { X, y } = clouds(new Rng(seed), 80);
      const machine = new NuSVC({ nu: 0.5, tol: 1e-6 }).fit(X, y);
      const f = toTypedArray(machine.decisionFunction(X));
      const wrong = y.filter((label, i) => (f[i] > 0 ? 1 : 0) !== label).length;
      expect(wrong / 80).toBeLessThanOrEqual(0.5);
      expect(machine.support_.shape[0] / 80).toBeGreaterThanOrEqual(0.5);
    },
  );
});

describe('SVR', () => {
  fuzz.prop([integer({ min: 0, max: 1000 })], { numRuns: 10 })(
    'samples within ε are no support vectors; others are',
    (seed) => {
      const rng = new Rng(seed);
      const X = Array.from({ length: 50 }, () => [rng.normal(), rng.normal()]);
      const y = X.map(([a, b]) => Math.sin(2 * a) + 0.3 * b + 0.2 * rng.normal());
      const machine = new SVR({ epsilon: 0.2, C: 3, tol: 1e-8 }).fit(X, y);
      const error = (toTypedArray(machine.predict(X)) as Float64Array).map((value, i) => Math.abs(value - y[i]));
      const support = new Set(machine.support_.toArray() as number[]);
      error.forEach((value, i) => {
        if (support.has(i)) expect(value).toBeGreaterThan(0.2 - 1e-5);
        else expect(value).toBeLessThan(0.2 + 1e-5);
      });
    },
  );

  test('targets all within ε: a constant, without support vectors', () => {
    const machine = new SVR({ epsilon: 1 }).fit([[0], [1], [2]], [5, 5.5, 6]);
    expect(machine.support_.shape).toEqual([0]);
    expect(machine.predict([[7]]).toArray()).toEqual([5.5]);
  });

  test('one sample', () => {
    expect(
      new SVR()
        .fit([[1]], [3])
        .predict([[1], [2]])
        .toArray(),
    ).toEqual([3, 3]);
  });
});

describe('OneClassSVM', () => {
  test('the share outside is near ν', () => {
    const rng = new Rng(0);
    const X = Array.from({ length: 500 }, () => [rng.normal(), rng.normal()]);
    for (const nu of [0.05, 0.2]) {
      const inside = toTypedArray(new OneClassSVM({ nu, tol: 1e-6 }).fitPredict(X)) as Int32Array;
      const outside = inside.reduce((sum, value) => sum + Number(value === -1), 0) / 500;
      expect(Math.abs(outside - nu)).toBeLessThan(0.02);
    }
  });

  test('decisionFunction is scoreSamples − offset_', () => {
    const { X } = dataset('blobs');
    const machine = new OneClassSVM({ nu: 0.3 }).fit(tensor(X, { dtype: 'float64' }));
    const [offset] = toTypedArray(machine.offset_);
    const scores = (toTypedArray(machine.scoreSamples(X)) as Float64Array).map((score) => score - offset);
    expectClose(machine.decisionFunction(X), Array.from(scores), 1e-15);
  });
});

describe('fitPlattSigmoid', () => {
  // The reference stops where BFGS does: its gradients are up to 1e-5.
  test.each(more.sigmoids)('agrees with sklearn.calibration: $a, $b', ({ decisions, positive, a, b }) => {
    const sigmoid = fitPlattSigmoid(Float64Array.from(decisions), positive);
    expectClose([sigmoid.a, sigmoid.b], [a, b], 1e-4);
  });
});
