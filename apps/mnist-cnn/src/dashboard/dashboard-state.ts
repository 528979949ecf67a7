import { type RecentSteps, recentNothing, recentSteps, type StopRequested, withLoss } from '@ml/terminal';
import type { AppEvent } from '../training/app-event.ts';
import { bestEvaluation, emptyHistory, type History, withEvaluation } from '../training/history.ts';
import type { Mistake, TestResult } from '../training/test-network.ts';

type Plan = Extract<AppEvent, { type: 'plan' }>;

/** What the screen knows of a run: a fold over its events. */
export interface DashboardState {
  readonly plan: Plan | null;
  readonly step: number;
  readonly maxSteps: number;
  readonly learningRate: number;
  readonly recent: RecentSteps;
  readonly history: History;
  /** The last test. */
  readonly result: TestResult | null;
  readonly mistakes: readonly Mistake[];
  readonly savedStep: number | null;
  readonly status: 'starting' | 'training' | 'stopping' | 'stopped' | 'finished';
}

export const initialDashboard: DashboardState = {
  plan: null,
  step: 0,
  maxSteps: 0,
  learningRate: 0,
  recent: recentNothing,
  history: emptyHistory,
  result: null,
  mistakes: [],
  savedStep: null,
  status: 'starting',
};

export function updateDashboard(state: DashboardState, event: AppEvent | StopRequested): DashboardState {
  switch (event.type) {
    case 'plan':
      return { ...state, plan: event, step: event.step, history: event.history };
    case 'start':
      return { ...state, step: event.step, maxSteps: event.maxSteps, status: 'training' };
    case 'step':
      return {
        ...state,
        step: event.step,
        learningRate: event.learningRate,
        recent: recentSteps.with(state.recent, event),
        history: withLoss(state.history, event),
      };
    case 'eval':
      return { ...state, result: event, history: withEvaluation(state.history, event) };
    case 'mistakes':
      return { ...state, mistakes: event.mistakes };
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

/** Digits a second, 0 before the first step. */
export function speed({ recent }: DashboardState): number {
  return recentSteps.speed(recent);
}

/** Seconds of training that are left; infinite while nothing is known. */
export function timeLeft({ recent, step, maxSteps }: DashboardState): number {
  return recentSteps.timeFor(recent, maxSteps - step);
}

export function bestAccuracy({ history }: DashboardState): number | null {
  return bestEvaluation(history)?.accuracy ?? null;
}
