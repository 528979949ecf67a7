import { expect, test } from 'vitest';
import { stateAfter } from '../testing/course.testing.ts';
import {
  bestValidation,
  initialDashboard,
  lastValidation,
  recentLoss,
  speed,
  timeLeft,
  updateDashboard,
} from './dashboard-state.ts';

test('folds a course into what the screen shows', () => {
  const state = stateAfter(450);
  expect(state).toMatchObject({
    step: 450,
    maxSteps: 1000,
    learningRate: 1e-3,
    gradNorm: 1.25,
    heapBytes: 12_345_678,
    savedStep: 400,
    status: 'training',
  });
  expect(speed(state)).toBeCloseTo(7680, 6);
  expect(timeLeft(state)).toBeCloseTo(55, 6);
  expect(recentLoss(state)).toBeCloseTo(1.8 + 2.6 * Math.exp(-420 / 120), 1);
  expect(lastValidation(state)).toBe(bestValidation(state));
  expect(state.history.evals).toHaveLength(5);
});

test('knows nothing before the first step', () => {
  expect([recentLoss(initialDashboard), speed(initialDashboard), timeLeft(initialDashboard)]).toEqual([
    null,
    0,
    Infinity,
  ]);
});

test('a stop shows at once, and how it ended afterwards', () => {
  const stopping = updateDashboard(stateAfter(10), { type: 'stop-requested' });
  expect(stopping.status).toBe('stopping');
  expect(updateDashboard(stopping, { type: 'end', step: 11, reason: 'stopped' }).status).toBe('stopped');
});
