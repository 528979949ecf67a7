import { type RecentSteps, recentNothing, recentSteps, type StopRequested } from '@ml/terminal';
import type { AppEvent } from '../training/app-event.ts';
import { bestEvaluation, emptyHistory, type History, withEvaluation, withStep } from '../training/history.ts';

type Plan = Extract<AppEvent, { type: 'plan' }>;

/** What the screen knows of a run: a fold over its events. */
export interface DashboardState {
  readonly plan: Plan | null;
  readonly step: number;
  readonly maxSteps: number;
  readonly learningRate: number;
  readonly gradNorm: number;
  readonly recent: RecentSteps;
  readonly history: History;
  readonly sample: { readonly step: number; readonly text: string } | null;
  readonly heapBytes: number | null;
  readonly savedStep: number | null;
  readonly status: 'starting' | 'training' | 'stopping' | 'stopped' | 'finished';
}

export const initialDashboard: DashboardState = {
  plan: null,
  step: 0,
  maxSteps: 0,
  learningRate: 0,
  gradNorm: 0,
  recent: recentNothing,
  history: emptyHistory,
  sample: null,
  heapBytes: null,
  savedStep: null,
  status: 'starting',
};

export function updateDashboard(state: DashboardState, event: AppEvent | StopRequested): DashboardState {
  switch (event.type) {
    case 'plan':
      return { ...state, plan: event, step: event.step, maxSteps: event.settings.maxIters, history: event.history };
    case 'start':
      return { ...state, step: event.step, maxSteps: event.maxSteps, status: 'training' };
    case 'step':
      return {
        ...state,
        step: event.step,
        learningRate: event.learningRate,
        gradNorm: event.gradNorm,
        recent: recentSteps.with(state.recent, event),
        history: withStep(state.history, event),
      };
    case 'eval':
      return { ...state, history: withEvaluation(state.history, event) };
    case 'sample':
      return { ...state, sample: { step: event.step, text: event.text } };
    case 'memory':
      return { ...state, heapBytes: event.liveBytes };
    case 'checkpoint':
      return { ...state, savedStep: event.step };
    case 'stop-requested':
      return state.status === 'finished' ? state : { ...state, status: 'stopping' };
    case 'end':
      return { ...state, status: event.reason };
    case 'epoch':
    case 'report':
      return state;
  }
}

/** Mean training loss of the last steps; null before the first. */
export function recentLoss({ recent }: DashboardState): number | null {
  return recentSteps.loss(recent);
}

/** Characters a second, 0 before the first step. */
export function speed({ recent }: DashboardState): number {
  return recentSteps.speed(recent);
}

/** Seconds of training that are left; infinite while nothing is known. */
export function timeLeft({ recent, step, maxSteps }: DashboardState): number {
  return recentSteps.timeFor(recent, maxSteps - step);
}

export function lastValidation({ history }: DashboardState): number | null {
  return history.evals.at(-1)?.validationLoss ?? null;
}

export function bestValidation({ history }: DashboardState): number | null {
  return bestEvaluation(history)?.validationLoss ?? null;
}
