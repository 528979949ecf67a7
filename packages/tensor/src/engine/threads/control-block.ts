// The block of the heap through which the calling thread and its workers agree on work. Words are int32 and atomic.

/** Positions of the control words. */
export const word = {
  /** Counts announcements; workers wait on it. */
  generation: 0,
  /** Number of workers asleep on `generation`: only then is waking them worth a system call. */
  sleeping: 1,
  /** Number of tasks of the current job. */
  tasks: 2,
  /** Tasks finished. */
  done: 3,
  /** Position of the kernel in the sorted list of exports; behind these come the thread kernels, as they were first used. */
  kernel: 4,
  /** Numbers in the argument list of one task. */
  argumentCount: 5,
  /** Byte address of the first scratch area; every thread has one of its own, `scratchBytes` apart. */
  scratchAddress: 6,
  scratchBytes: 7,
  /** Set by a worker whose kernel trapped. */
  failed: 8,
  /** Workers with a number from here on stay asleep. */
  limit: 9,
  /** Length of the current thread kernel's source, which is read with one of its tasks in hand. */
  sourceBytes: 10,
  /**
   * From here on a word per task: 1 where it is open. Who turns the 1 into 0 has the task, and the job cannot end, nor its
   * description change, before that task is done. So a worker that comes late, even from an earlier job, finds either an
   * open task with a description that is valid, or nothing.
   */
  claims: 16,
} as const;

export const maxTasks = 64;
/** Attention backward takes 33. */
export const maxArguments = 40;
export const controlWords = word.claims + maxTasks;
export const maxSourceBytes = 8192;
/** Where in the block a thread kernel's source is, as UTF-8: behind the words and the argument lists of all tasks as float64. */
export const sourceOffset = controlWords * 4 + maxTasks * maxArguments * 8;
export const controlBytes = sourceOffset + maxSourceBytes;
