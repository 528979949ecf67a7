import type { TrainEvent } from '@ml/nn';
import type { RunEvent } from '@ml/terminal';
import type { Settings } from '../options/settings.ts';
import type { History } from './history.ts';
import type { Mistake, TestResult } from './test-network.ts';

/** What a training run tells: the trainer's events and what this program adds. Plain data, one line of JSON each. */
export type AppEvent =
  | {
      readonly type: 'plan';
      readonly out: string;
      readonly settings: Settings;
      readonly parameters: number;
      readonly threads: number;
      /** Steps already taken, when a run is resumed. */
      readonly step: number;
      readonly history: History;
    }
  | TrainEvent<TestResult>
  | { readonly type: 'mistakes'; readonly step: number; readonly mistakes: readonly Mistake[] }
  | RunEvent;
