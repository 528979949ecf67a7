import { type DashboardState, initialDashboard, updateDashboard } from '../dashboard/dashboard-state.ts';
import { settingsForDepth } from '../options/depth.ts';
import type { AppEvent } from '../training/app-event.ts';
import { emptyHistory } from '../training/history.ts';

const SAMPLE =
  '"I do not know," said Alice, 字幕 and 🙂; "but a longwordwithoutanyspacesinitatallthatgoeson and on."\nIt was late.';

/** The events of an invented run, up to a step. */
export function course(steps: number): AppEvent[] {
  const settings = { ...settingsForDepth(4), maxIters: 1000, evalInterval: 100 };
  const loss = (step: number): number => 1.8 + 2.6 * Math.exp(-step / 120);
  const events: AppEvent[] = [
    {
      type: 'plan',
      out: 'runs/x',
      settings,
      data: {
        source: 'stories',
        description: 'Two books',
        characters: 1047552,
        vocabulary: 79,
        trainCharacters: 942796,
        validationCharacters: 104756,
      },
      parameters: 811648,
      step: 0,
      history: emptyHistory,
    },
    { type: 'start', step: 0, maxSteps: 1000, parameters: 811648 },
  ];
  for (let step = 0; step <= steps; step++) {
    if (step > 0)
      events.push({
        type: 'step',
        step,
        loss: loss(step) + 0.1 * Math.sin(step),
        learningRate: 1e-3,
        gradNorm: 1.25,
        items: 768,
        seconds: 0.1,
      });
    if (step % 100 === 0) {
      events.push({ type: 'eval', step, trainLoss: loss(step), validationLoss: loss(step) + 0.05 });
      events.push({ type: 'memory', step, liveBytes: 12_345_678, reservedBytes: 50_000_000 });
      events.push({ type: 'sample', step, text: SAMPLE });
      if (step > 0) events.push({ type: 'checkpoint', step, path: 'runs/x/checkpoint.safetensors', best: true });
    }
  }
  return events;
}

export function stateAfter(steps: number): DashboardState {
  return course(steps).reduce<DashboardState>(updateDashboard, initialDashboard);
}
