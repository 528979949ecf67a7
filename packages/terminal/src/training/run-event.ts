import type { TrainEvent } from '@ml/nn';

/** What every run tells: the trainer's events and where its report is. Programs add their own. */
export type RunEvent = TrainEvent | { readonly type: 'report'; readonly path: string };

/** The user has asked the run to end; it is finishing its step. */
export interface StopRequested {
  readonly type: 'stop-requested';
}
