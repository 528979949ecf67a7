import type { GivenSettings } from '../options/train-flags.ts';

/** What the command line asks of a training run: plain data, since the run lives in another thread. */
export interface TrainRequest {
  readonly out: string;
  /** A built-in text or a file; undefined is the default text, or that of the run that is resumed. */
  readonly data: string | undefined;
  readonly given: GivenSettings;
  readonly resume: boolean;
  /** Start over in a folder that holds a run. */
  readonly force: boolean;
}
