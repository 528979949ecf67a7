import type { GivenSettings } from '../options/settings.ts';

/** What the command line asks of a training run: plain data, since the run lives in another thread. */
export interface TrainRequest {
  readonly out: string;
  readonly given: GivenSettings;
  /** Threads that compute; null is what the engine takes by itself. */
  readonly threads: number | null;
  readonly resume: boolean;
  /** Start over in a folder that holds a run. */
  readonly force: boolean;
}
