import type { TrainEvent } from '@ml/nn';

/** The events of a run that whoever watches it must understand; a program's own are up to it. */
export type RunEvent =
  | Extract<TrainEvent, { readonly type: 'checkpoint' | 'end' }>
  | { readonly type: 'report'; readonly path: string };

/** The user has asked the run to end; it is finishing its step. */
export interface StopRequested {
  readonly type: 'stop-requested';
}
