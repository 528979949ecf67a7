import { expect, test } from 'vitest';
import { constant } from './constant.ts';
import { linearWarmup } from './linear-warmup.ts';
import { warmupCosine } from './warmup-cosine.ts';

/** nanoGPT's get_lr as written there. */
function getLr(it: number, learningRate: number, minLr: number, warmupIters: number, lrDecayIters: number): number {
  if (it < warmupIters) return (learningRate * (it + 1)) / (warmupIters + 1);
  if (it > lrDecayIters) return minLr;
  const decayRatio = (it - warmupIters) / (lrDecayIters - warmupIters);
  const coeff = 0.5 * (1.0 + Math.cos(Math.PI * decayRatio));
  return minLr + coeff * (learningRate - minLr);
}

test('warmupCosine is the schedule of nanoGPT at every step', () => {
  const schedule = warmupCosine({ warmup: 100, total: 2000, maxLr: 1e-3, minLr: 1e-4 });
  for (let step = 0; step < 2100; step++) expect(schedule(step)).toBeCloseTo(getLr(step, 1e-3, 1e-4, 100, 2000), 15);
});

test('warmupCosine without warm-up, or without anything after it', () => {
  expect(warmupCosine({ warmup: 0, total: 2, maxLr: 1, minLr: 0 })(0)).toBe(1);
  expect([0, 1, 2].map(warmupCosine({ warmup: 1, total: 1, maxLr: 1, minLr: 0.5 }))).toEqual([0.5, 0.5, 0.5]);
  expect(() => warmupCosine({ warmup: 3, total: 2, maxLr: 1, minLr: 0 })).toThrow('total (2) must be ≥ warmup (3)');
});

test('linearWarmup and constant', () => {
  expect([0, 1, 2].map(linearWarmup({ warmup: 1, maxLr: 4 }))).toEqual([2, 4, 4]);
  expect(() => linearWarmup({ warmup: -1, maxLr: 1 })).toThrow('warmup must be ≥ 0, not -1');
  expect(constant(0.5)(1e9)).toBe(0.5);
});
