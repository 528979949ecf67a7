import type { AppEvent } from './app-event.ts';

/** From the training thread: what happens, and how it failed. */
export type WorkerMessage =
  | { readonly kind: 'event'; readonly event: AppEvent }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly stack: string | undefined;
      readonly exitCode: number | null;
    };

/** To the training thread. */
export type WorkerCommand = { readonly kind: 'stop' };
