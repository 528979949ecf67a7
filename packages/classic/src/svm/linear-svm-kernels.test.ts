import { test as fuzz } from '@fast-check/vitest';
import { allocate, heapView, Rng, tidy } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect } from 'vitest';
import { integers, vector } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import { expectClose } from '../fixture.testing.ts';
import { excess } from './linear-problem.ts';
import { range } from './range.ts';

const { dualSweep, intervalLoss, intervalSlopes } = classicKernels.exports;
const seeds = integer({ min: 0, max: 1000 });

/** Intervals of all kinds: from −∞, to ∞, and a point. */
function intervals(rng: Rng, n: number) {
  const low = Float64Array.from({ length: n }, () => rng.normal());
  const high = low.map((value) => value + Math.floor(2 * rng.random()));
  low[0] = -Infinity;
  high[1] = Infinity;
  return { low, high, costs: Float64Array.from({ length: n }, () => rng.random()) };
}

describe('kernels of linear machines do what plain loops do', () => {
  fuzz.prop([seeds, integer({ min: 1, max: 20 })])('intervalSlopes and intervalLoss', (seed, pairs) => {
    tidy(() => {
      const rng = new Rng(seed);
      const n = 2 * pairs;
      const { low, high, costs } = intervals(rng, n);
      const [column, products] = [0, 1].map(() => Float64Array.from({ length: n }, () => rng.normal()));
      const addresses = [column, products, low, high, costs].map((list) => vector(list).address);
      const found = allocate([3], 'float64');
      const [x, z, l, h, c] = addresses;
      intervalSlopes(found.address, x, z, l, h, c, n);
      const sums = [0, 0, 0];
      let after = 0;
      for (let i = 0; i < n; i++) {
        const distance = excess(products[i], low[i], high[i]);
        sums[0] += 2 * costs[i] * distance * column[i];
        if (distance !== 0) sums[1] += 2 * costs[i] * column[i] ** 2;
        sums[2] += costs[i] * distance ** 2;
        after += costs[i] * excess(products[i] + 0.5 * column[i], low[i], high[i]) ** 2;
      }
      expectClose(heapView(found) as Float64Array, sums, 1e-14);
      expectClose(intervalLoss(x, z, l, h, c, 0.5, n), after, 1e-14);
    });
  });

  fuzz.prop([seeds, integer({ min: 2, max: 30 }), integer({ min: 1, max: 9 })])('dualSweep', (seed, n, width) => {
    tidy(() => {
      const rng = new Rng(seed);
      const { low, high, costs: bound } = intervals(rng, n);
      const data = Float64Array.from({ length: n * width }, () => rng.normal());
      const [ridge, curvature] = [new Float64Array(n).fill(0.3), new Float64Array(n).fill(0.3)];
      data.forEach((value, at) => {
        curvature[Math.floor(at / width)] += value * value;
      });
      const [order, found] = [integers(range(n)), allocate([1], 'float64')];
      const [weights, beta] = [vector(new Float64Array(width)), vector(new Float64Array(n))];
      const [x, l, h, b, r, c] = [data, low, high, bound, ridge, curvature].map((list) => vector(list).address);
      const [f, o, w, v] = [found, order, weights, beta].map(({ address }) => address);
      const active = dualSweep(f, o, w, v, x, l, h, b, r, c, width, n, Infinity, seed + 1, 7);
      expect(active).toBe(n);
      const visited = Array.from(heapView(order));
      expect([...visited].sort((p, q) => p - q)).toEqual([...visited.keys()]);
      const truth = { weights: new Float64Array(width), beta: new Float64Array(n), worst: 0 };
      for (const i of visited) {
        const row = data.subarray(i * width, (i + 1) * width);
        const slope = row.reduce((sum, value, j) => sum + value * truth.weights[j], 0); // β is 0
        truth.worst = Math.max(truth.worst, low[i] - slope, slope - high[i]);
        const clipped = Math.min(Math.max(slope, low[i]), high[i]);
        const value = Math.min(Math.max((clipped - slope) / curvature[i], -bound[i]), bound[i]);
        truth.beta[i] = value;
        row.forEach((entry, j) => {
          truth.weights[j] += value * entry;
        });
      }
      expectClose(heapView(weights) as Float64Array, Array.from(truth.weights), 1e-12);
      expectClose(heapView(beta) as Float64Array, Array.from(truth.beta), 1e-12);
      expectClose((heapView(found) as Float64Array)[0], truth.worst, 1e-12);
    });
  });
});
