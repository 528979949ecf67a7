import { type DashboardState, initialDashboard, updateDashboard } from '../dashboard/dashboard-state.ts';
import { toShades } from '../digits/pixels.ts';
import { defaultSettings } from '../options/settings.ts';
import type { AppEvent } from '../training/app-event.ts';
import { emptyHistory } from '../training/history.ts';
import type { Mistake } from '../training/test-network.ts';
import { drawnOne } from './drawn-one.testing.ts';

/** Nine in ten right, the rest taken for the next digit. */
const confusion = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (_, j) => (i === j ? 990 - i : j === (i + 1) % 10 ? 10 : 0)),
);
const mistakes: Mistake[] = Array.from({ length: 24 }, (_, i) => ({
  index: i,
  truth: i % 10,
  predicted: (i + 1) % 10,
  probability: 0.9 - i / 100,
  shades: toShades(drawnOne()),
}));

/** The events of an invented run of 1,000 steps with an epoch of 100, up to a step. */
export function course(steps: number): AppEvent[] {
  const settings = { ...defaultSettings, epochs: 10, trainLimit: 6400 };
  const events: AppEvent[] = [
    { type: 'plan', out: 'runs/x', settings, parameters: 1_199_882, threads: 2, step: 0, history: emptyHistory },
    { type: 'start', step: 0, maxSteps: 1000, parameters: 1_199_882 },
  ];
  for (let step = 0; step <= steps; step++) {
    const loss = 0.05 + 2.25 * Math.exp(-step / 50);
    if (step > 0) events.push({ type: 'step', step, loss, learningRate: 1e-3, gradNorm: 1, items: 64, seconds: 0.064 });
    if (step % 100 === 0) {
      events.push({ type: 'eval', step, loss, accuracy: 0.98 - 0.88 * Math.exp(-step / 100), confusion });
      events.push({ type: 'mistakes', step, mistakes });
      if (step > 0) events.push({ type: 'checkpoint', step, path: 'runs/x/checkpoint.safetensors', best: true });
    }
  }
  return events;
}

export function stateAfter(steps: number): DashboardState {
  return course(steps).reduce<DashboardState>(updateDashboard, initialDashboard);
}
