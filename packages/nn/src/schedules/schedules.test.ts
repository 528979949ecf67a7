import { describe, expect, test } from 'vitest';
import { expectNear, fixture } from '../fixture.testing.ts';
import { chained } from './chained.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { cosineRestarts } from './cosine-restarts.ts';
import { cyclic } from './cyclic.ts';
import { exponential } from './exponential.ts';
import { linear } from './linear.ts';
import { linearWarmup } from './linear-warmup.ts';
import { multiStep } from './multi-step.ts';
import { oneAfterAnother } from './one-after-another.ts';
import { oneCycle } from './one-cycle.ts';
import { Plateau, type PlateauOptions } from './plateau.ts';
import { polynomial } from './polynomial.ts';
import type { Schedule } from './schedule.ts';
import { stepDecay } from './step-decay.ts';
import { warmupCosine } from './warmup-cosine.ts';

const reference = fixture<{
  schedules: { schedule: keyof typeof makers; options: never; rates: number[] }[];
  composed: { chained: number[]; oneAfterAnother: number[] };
  plateaus: { measured: number[]; cases: { options: PlateauOptions; rates: number[] }[] };
}>('schedules');

const makers = { cosine, cosineRestarts, cyclic, exponential, linear, multiStep, oneCycle, polynomial, stepDecay };

/** torch multiplies its way from step to step, which loses a few digits: some 1e-16 of the largest rate at each. */
function expectRates(schedule: Schedule, rates: readonly number[]): void {
  for (const [step, rate] of rates.entries()) expectNear(schedule(step), rate, 1e-15, `step ${step}`);
}

describe('as in torch', () => {
  test.each(reference.schedules)('$schedule $options', ({ schedule, options, rates }) => {
    expectRates(makers[schedule](options), rates);
  });

  test('chained and one after another', () => {
    const [lr, rise] = [0.1, linear({ lr: 0.1, startFactor: 0.1, total: 5 })];
    const fall = exponential({ lr, gamma: 0.9 });
    expectRates(chained(lr, [rise, fall]), reference.composed.chained);
    expectRates(oneAfterAnother([rise, fall], [10]), reference.composed.oneAfterAnother);
  });

  test.each(reference.plateaus.cases)('Plateau $options', ({ options, rates }) => {
    const plateau = new Plateau(options);
    let resumed = new Plateau(options);
    for (const [i, value] of reference.plateaus.measured.entries()) {
      expectNear(plateau.observe(value), rates[i], 1e-15, `measurement ${i}`);
      const state = JSON.parse(JSON.stringify(resumed.getState()));
      resumed = new Plateau(options);
      resumed.setState(state);
      expect(resumed.observe(value)).toBe(plateau.schedule(i));
    }
  });
});

test.each([
  ['stepDecay', () => stepDecay({ lr: 1, stepSize: 0 }), 'stepSize must be ≥ 1, not 0'],
  ['cosine', () => cosine({ lr: 1, total: 0 }), 'total must be ≥ 1, not 0'],
  ['cosineRestarts', () => cosineRestarts({ lr: 1, period: 0 }), 'period must be ≥ 1, not 0'],
  ['cosineRestarts', () => cosineRestarts({ lr: 1, period: 2, factor: 1.5 }), 'factor must be a whole number ≥ 1'],
  ['linear', () => linear({ lr: 1, total: 0 }), 'total must be ≥ 1, not 0'],
  ['polynomial', () => polynomial({ lr: 1, total: Number.NaN }), 'total must be ≥ 1, not NaN'],
  ['oneCycle', () => oneCycle({ maxLr: 1, total: 5, pctStart: 2 }), 'pctStart must be in 0 … 1, not 2'],
  ['oneCycle', () => oneCycle({ maxLr: 1, total: 5 })(6), 'step 6 is beyond the 5 of the cycle'],
  ['cyclic', () => cyclic({ baseLr: 0, maxLr: 1, stepSizeUp: 0 }), 'must be > 0, not 0 and 0'],
  ['oneAfterAnother', () => oneAfterAnother([constant(1), constant(2)], []), '2 schedules need 1 rising milestones'],
  ['oneAfterAnother', () => oneAfterAnother([constant(1), constant(2), constant(3)], [4, 4]), 'not [4, 4]'],
  ['chained', () => chained(0, []), 'a learning rate of 0'],
  ['Plateau', () => new Plateau({ lr: 1, factor: 1 }), 'factor must be between 0 and 1, not 1'],
])('%s refuses what makes no sense', (_, call, message) => {
  expect(call).toThrow(message);
});

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
