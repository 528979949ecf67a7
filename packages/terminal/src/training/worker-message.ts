/** From the training thread: what happens, and how it failed. */
export type WorkerMessage<E> =
  | { readonly kind: 'event'; readonly event: E }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly stack: string | undefined;
      readonly exitCode: number | null;
    };

/** To the training thread. */
export type WorkerCommand = { readonly kind: 'stop' };
