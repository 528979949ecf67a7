import type { AppEvent } from '../training/app-event.ts';
import { bestEvaluation, emptyHistory, type History, withEvaluation, withStep } from '../training/history.ts';

type Plan = Extract<AppEvent, { type: 'plan' }>;

/** What the screen knows of a run: a fold over its events. */
export interface DashboardState {
  readonly plan: Plan | null;
  readonly step: number;
  readonly maxSteps: number;
  /** Smoothed over some fifty steps; single batches jump. */
  readonly loss: number | null;
  readonly learningRate: number;
  readonly gradNorm: number;
  /** Characters and seconds of the last steps, older ones fading. */
  readonly recentItems: number;
  readonly recentSeconds: number;
  readonly recentSteps: number;
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
  loss: null,
  learningRate: 0,
  gradNorm: 0,
  recentItems: 0,
  recentSeconds: 0,
  recentSteps: 0,
  history: emptyHistory,
  sample: null,
  heapBytes: null,
  savedStep: null,
  status: 'starting',
};

/** The user has asked the run to end; it is finishing its step. */
export interface StopRequested {
  readonly type: 'stop-requested';
}

const LOSS_MEMORY = 0.98;
const SPEED_MEMORY = 0.97;

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
        loss: state.loss === null ? event.loss : LOSS_MEMORY * state.loss + (1 - LOSS_MEMORY) * event.loss,
        learningRate: event.learningRate,
        gradNorm: event.gradNorm,
        recentItems: SPEED_MEMORY * state.recentItems + event.items,
        recentSeconds: SPEED_MEMORY * state.recentSeconds + event.seconds,
        recentSteps: SPEED_MEMORY * state.recentSteps + 1,
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
    case 'report':
      return state;
  }
}

/** Characters a second, 0 before the first step. */
export function speed({ recentItems, recentSeconds }: DashboardState): number {
  return recentSeconds === 0 ? 0 : recentItems / recentSeconds;
}

/** Seconds of training that are left; infinite while nothing is known. */
export function timeLeft({ recentSeconds, recentSteps, step, maxSteps }: DashboardState): number {
  return recentSteps === 0 ? Infinity : (recentSeconds / recentSteps) * (maxSteps - step);
}

export function lastValidation({ history }: DashboardState): number | null {
  return history.evals.at(-1)?.validationLoss ?? null;
}

export function bestValidation({ history }: DashboardState): number | null {
  return bestEvaluation(history)?.validationLoss ?? null;
}
