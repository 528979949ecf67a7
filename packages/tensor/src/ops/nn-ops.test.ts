// Laws, special cases and refusals of the fused neural-network operations; their values are held against PyTorch in math-ops.test.ts.
import { describe, expect, test } from 'vitest';
import {
  add,
  addLayerNorm,
  addLayerNormBackward,
  attention,
  crossEntropyLosses,
  dropout,
  embedding,
  getThreads,
  layerNorm,
  layerNormBackward,
  matmul,
  ones,
  Rng,
  randn,
  scatterRows,
  setThreads,
  softmax,
  type Tensor,
  tensor,
  toTypedArray,
} from '../index.ts';

const int = (...values: number[]) => tensor(new Int32Array(values));

describe('softmax', () => {
  test('adding a constant changes nothing beyond rounding, and rows sum to 1', () => {
    const x: Tensor = randn([50, 37], { rng: new Rng(0) });
    const shifted = softmax(x.add(100)).sub(softmax(x)).abs().max().item();
    expect(shifted).toBeLessThan(1e-5);
    expect(softmax(x).sum({ axis: 1 }).sub(1).abs().max().item()).toBeLessThan(5e-7);
  });

  test('refuses an axis that is not there', () => {
    expect(() => softmax(ones([2, 3]), 2)).toThrow('softmax: axis 2 is out of range for rank 2 (shape [2, 3])');
  });
});

describe('layerNorm', () => {
  test('does not see the scale or the mean of its rows', () => {
    const x: Tensor = randn([8, 64], { rng: new Rng(1), dtype: 'float64' });
    const difference = layerNorm(x.mul(7).add(3), { eps: 0 }).sub(layerNorm(x, { eps: 0 }));
    expect(difference.abs().max().item()).toBeLessThan(1e-13);
  });

  test('names what does not fit', () => {
    expect(() => layerNorm(ones([2, 8]), { weight: ones([4]), bias: ones([8]) })).toThrow(
      'layerNorm: weight and bias must be [8]',
    );
    expect(() => layerNorm(ones([2, 8]), { weight: ones([8]) })).toThrow('layerNorm: weight and bias go together');
  });
});

describe('addLayerNorm', () => {
  const draw = (shape: number[], seed: number): Tensor => randn(shape, { rng: new Rng(seed) });
  const [x, branch, dY, dS] = [0, 1, 2, 3].map((seed) => draw([150, 2, 35], seed));
  const [weight, bias] = [draw([35], 4), draw([35], 5)];
  const bits = (tensors: readonly Tensor[]) => tensors.map((t) => new Int32Array(toTypedArray(t).slice().buffer));

  test.each([
    ['with weight and bias', { weight, bias }],
    ['alone', {}],
  ])('has the bits of add and layerNorm, %s', (_, options) => {
    const sum = add(x, branch);
    expect(bits(addLayerNorm(x, branch, options))).toEqual(bits([sum, layerNorm(sum, options)]));
  });

  test('its gradient has the bits of layerNormBackward and add', () => {
    const s = add(x, branch);
    const mean = s.mean({ axis: -1, keepDims: true }) as Tensor;
    const rstd = s.var({ axis: -1, keepDims: true }).add(1e-5).rsqrt() as Tensor;
    const [dX, ...learned] = layerNormBackward(dY, s, mean, rstd, weight);
    expect(bits(addLayerNormBackward(dS, dY, s, mean, rstd, weight))).toEqual(bits([add(dX, dS), ...learned]));
  });

  test('without weight and bias −0 stays −0', () => {
    expect(layerNorm(tensor([0, -0])).toArray()).toEqual([0, -0]);
  });

  test('the same bits for 1, 2, 3 and 8 threads', () => {
    const before = getThreads();
    const results = [1, 2, 3, 8].map((threads) => {
      setThreads(threads);
      const [mean, rstd] = [draw([4000, 1], 6), draw([4000, 1], 7)];
      const big = (seed: number) => draw([4000, 35], seed);
      const forward = addLayerNorm(big(8), big(9), { weight, bias });
      return bits([...forward, ...addLayerNormBackward(big(10), big(11), big(12), mean, rstd, weight)]);
    });
    setThreads(before);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  test('names what does not fit', () => {
    expect(() => addLayerNorm(x, branch, { weight: bias })).toThrow('addLayerNorm: weight and bias go together');
    expect(() => addLayerNorm(tensor(1), tensor(2))).toThrow('addLayerNorm: a scalar has no axis to normalise');
  });
});

describe('crossEntropyLosses', () => {
  test('refuses targets that are not classes, naming the row', () => {
    const logits: Tensor = ones([3, 4]);
    expect(() => crossEntropyLosses(logits, int(0, 4, 1))).toThrow(
      'crossEntropy: target 4 at row 1 is not one of 4 classes',
    );
    expect(() => crossEntropyLosses(logits, int(0, -1, 1))).toThrow('target -1 at row 1');
    expect(() => crossEntropyLosses(logits, int(0, 1))).toThrow(
      'crossEntropy: targets must be [3] (shapes [3, 4] and [2])',
    );
    expect(() => crossEntropyLosses(logits, ones([3]))).toThrow(
      'crossEntropy: targets are class numbers (int32), not float32',
    );
  });

  test('a strided target is read where it is', () => {
    const targets = int(0, 9, 1, 9, 2, 9).slice([0, null, 2]);
    const logits: Tensor = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(crossEntropyLosses(logits, targets).toArray()).toEqual(crossEntropyLosses(logits, int(0, 1, 2)).toArray());
    expect(crossEntropyLosses(logits, targets).slice(0).item()).toBeCloseTo(Math.log(Math.E + 2) - 1, 6);
  });
});

describe('embedding', () => {
  test('scatterRows is its adjoint: ⟨E(w), y⟩ = ⟨w, Eᵀ(y)⟩', () => {
    const rng = new Rng(2);
    const w: Tensor = randn([5, 7], { rng, dtype: 'float64' });
    const y: Tensor = randn([4, 7], { rng, dtype: 'float64' });
    const ids = int(3, 0, 3, 4);
    const left = embedding(w, ids).mul(y).sum().item();
    const right = w
      .mul(scatterRows(y, ids, 5))
      .sum()
      .item();
    expect(Math.abs(left - right)).toBeLessThan(1e-13);
  });

  test('refuses ids that are not rows', () => {
    expect(() => embedding(ones([5, 2]), int(1, 5))).toThrow(
      'embedding: id 5 at position 1 is not a row of a table of 5',
    );
    expect(() => embedding(ones([5, 2]), ones([2]))).toThrow('embedding: ids are row numbers (int32), not float32');
  });
});

describe('dropout', () => {
  test('keeps 1 − p of the elements and the expectation, the same ones for the same seed', () => {
    const x: Tensor = ones([200_000]);
    const y = dropout(x, { p: 0.2, rng: new Rng(5) });
    const kept = y.greater(0).astype('float64').mean().item();
    // Five standard deviations of a binomial share.
    expect(Math.abs(kept - 0.8)).toBeLessThan(5 * Math.sqrt((0.2 * 0.8) / 200_000));
    expect(y.max().item()).toBe(1.25);
    expect(
      dropout(x, { p: 0.2, rng: new Rng(5) })
        .equal(y)
        .astype('int32')
        .sum()
        .item(),
    ).toBe(200_000);
    expect(
      dropout(x.astype('float64'), { p: 0.2, rng: new Rng(5) })
        .greater(0)
        .notEqual(y.greater(0))
        .sum()
        .item(),
    ).toBe(0);
  });

  test('p = 0 keeps and p = 1 drops everything; others are refused', () => {
    expect(dropout(tensor([1, 2]), { p: 1 }).toArray()).toEqual([0, 0]);
    expect(() => dropout(tensor([1]), { p: 1.5 })).toThrow('dropout: p must be in 0 … 1, not 1.5');
  });
});

describe('attention', () => {
  test('equal keys average the values, whatever the query', () => {
    const v: Tensor = randn([1, 2, 6, 4], { rng: new Rng(4) });
    const q: Tensor = randn([1, 2, 3, 4], { rng: new Rng(5) });
    const out = attention(q, ones([1, 2, 6, 4]), v);
    expect(
      out
        .sub(v.mean({ axis: 2, keepDims: true }))
        .abs()
        .max()
        .item(),
    ).toBeLessThan(1e-6);
  });

  test('reads packed projections in place', () => {
    const packed: Tensor = randn([2, 5, 3 * 8], { rng: new Rng(6) });
    const heads = packed.split(3, -1).map((x): Tensor => x.reshape([2, 5, 2, 4]).transpose(1, 2));
    const copies = heads.map((x) => x.copy());
    const [out, expected] = [heads, copies].map(([q, k, v]) => attention(q, k, v, { causal: true }));
    expect(out.toArray()).toEqual(expected.toArray());
  });

  test('one query at a time is the same as all at once', () => {
    const [q, k, v] = [7, 8, 9].map((seed): Tensor => randn([1, 2, 9, 8], { rng: new Rng(seed) }));
    const whole = attention(q, k, v, { causal: true });
    for (let t = 0; t < 9; t++) {
      const last: Tensor = q.slice(null, null, [t, t + 1]);
      const step = attention(last, k.slice(null, null, [0, t + 1]), v.slice(null, null, [0, t + 1]), { causal: true });
      expect(
        step
          .sub(whole.slice(null, null, [t, t + 1]))
          .abs()
          .max()
          .item(),
      ).toBeLessThan(1e-6);
    }
  });

  test('names the axis that differs', () => {
    const q: Tensor = ones([2, 4, 8, 16]);
    expect(() => attention(q, ones([2, 3, 8, 16]), q)).toThrow('attention: heads of k differ from q: 4 vs 3');
    expect(() => attention(q, q, ones([2, 4, 9, 16]))).toThrow('attention: k and v have different lengths: 8 vs 9');
    expect(() => attention(ones([4, 8, 16]), q, q)).toThrow('attention: q, k and v must be [B, H, T, D]');
  });

  test('sums in the order of its definition: softmax(q·kᵀ/√D)·v within rounding at any length', () => {
    const [q, k, v] = [1, 2, 3].map((seed): Tensor => randn([1, 1, 600, 16], { rng: new Rng(seed), dtype: 'float32' }));
    const scores = matmul(q, k.transpose()).mul(0.25);
    expect(
      attention(q, k, v)
        .sub(matmul(softmax(scores), v))
        .abs()
        .max()
        .item(),
    ).toBeLessThan(2e-6);
  });

  // 5 and 37 keys: rows of the mask begin anywhere between two multiples of 16.
  test.each([
    ['float32', 9, 5, 2e-6],
    ['float32', 2, 37, 2e-6],
    ['float64', 7, 37, 1e-14],
  ] as const)('drops the weights that dropout would, in %s, %d × %d', (dtype, tq, tk, tolerance) => {
    const draw = (seed: number, t: number): Tensor => randn([3, 2, t, 8], { rng: new Rng(seed), dtype });
    const [q, k, v] = [draw(1, tq), draw(2, tk), draw(3, tk)];
    const weights = softmax(matmul(q, k.transpose()).div(Math.sqrt(8)));
    const composed = matmul(dropout(weights, { p: 0.4, rng: new Rng(11) }), v);
    const fused = attention(q, k, v, { dropout: 0.4, rng: new Rng(11) });
    expect(fused.sub(composed).abs().max().item()).toBeLessThan(tolerance);
    expect(
      fused
        .sub(attention(q, k, v))
        .abs()
        .max()
        .item(),
    ).toBeGreaterThan(0.1);
    expect(attention(q, k, v, { dropout: 1 }).abs().max().item()).toBe(0);
  });

  test('draws nothing where nothing is dropped, and refuses what is no probability', () => {
    const [x, rng] = [ones([1, 1, 2, 2]) as Tensor, new Rng(3)];
    const state = rng.getState();
    attention(x, x, x, { dropout: 0, rng });
    expect(rng.getState()).toEqual(state);
    expect(() => attention(x, x, x, { dropout: 1.5 })).toThrow('attention: dropout must be in 0 … 1, not 1.5');
  });
});
