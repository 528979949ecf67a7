// Between the calling thread and its workers. Words of the control block are int32 and atomic.

/** Positions of the control words. */
export const word = {
  /** The next task that nobody has begun. */
  next: 0,
  /** Replies sent. */
  replies: 1,
} as const;

/** All tasks of one `map`; every worker gets the whole list and takes what others have not begun. */
export interface WorkerJob {
  readonly task: string;
  readonly args: readonly unknown[];
  readonly control: Int32Array;
}

export type WorkerReply =
  | { readonly index: number; readonly result: unknown }
  | {
      readonly index: number;
      readonly failure: { readonly name: string; readonly message: string; readonly stack: string };
    };
