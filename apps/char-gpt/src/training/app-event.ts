import type { TrainEvent } from '@ml/nn';
import type { RunEvent } from '@ml/terminal';
import type { Settings } from '../options/settings.ts';
import type { History } from './history.ts';

/** What a text is and how it is cut, as events and checkpoints tell it. */
export interface DataSummary {
  readonly source: string;
  readonly description: string;
  readonly characters: number;
  /** Ids of the tokenizer, the one for unknown characters included. */
  readonly vocabulary: number;
  readonly trainCharacters: number;
  readonly validationCharacters: number;
}

/** What a training run tells: the trainer's events and what this program adds. Plain data, one line of JSON each. */
export type AppEvent =
  | {
      readonly type: 'plan';
      readonly out: string;
      readonly settings: Settings;
      readonly data: DataSummary;
      readonly parameters: number;
      /** Steps already taken, when a run is resumed. */
      readonly step: number;
      readonly history: History;
    }
  | TrainEvent
  | RunEvent
  | { readonly type: 'sample'; readonly step: number; readonly text: string }
  | { readonly type: 'memory'; readonly step: number; readonly liveBytes: number; readonly reservedBytes: number };
