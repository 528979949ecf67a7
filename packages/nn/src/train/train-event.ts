import type { MetricValue } from '../metrics/metric.ts';

/** The losses that most evaluations find. */
export type Evaluation = { readonly trainLoss: number; readonly validationLoss: number };

/** What an evaluation found: numbers, or rows of numbers, by name. */
export type Measurements = { readonly [name: string]: MetricValue };

/** What `train` tells as it goes along: plain data that can be printed, logged or sent to another thread. */
export type TrainEvent<E extends Measurements = Evaluation> =
  | { readonly type: 'start'; readonly step: number; readonly maxSteps: number; readonly parameters: number }
  | {
      readonly type: 'step';
      /** Steps taken so far, this one included. */
      readonly step: number;
      /** Mean loss of the batches of this step, before its update. */
      readonly loss: number;
      readonly learningRate: number;
      /** Length of the gradient before clipping. */
      readonly gradNorm: number;
      /** Tokens or samples in this step. */
      readonly items: number;
      /** Time the step took. */
      readonly seconds: number;
    }
  /** What was measured, under its names. */
  | ({ readonly type: 'eval'; readonly step: number } & E)
  | {
      readonly type: 'epoch';
      readonly step: number;
      /** Epochs that are through, this one included. */
      readonly epoch: number;
      /** Mean loss of the epoch's steps, each counted by its items. After a resume: of the steps since. */
      readonly loss: number;
      readonly items: number;
      /** Time in its steps, evaluations and checkpoints not counted. */
      readonly seconds: number;
    }
  | { readonly type: 'checkpoint'; readonly step: number; readonly path: string; readonly best: boolean }
  | { readonly type: 'end'; readonly step: number; readonly reason: 'finished' | 'stopped' };

/** An event of any run, whatever is measured in it. */
export type AnyTrainEvent = TrainEvent<Record<never, never>>;

/**
 * Hears every event of a run before whoever reads the stream does, in order, and may answer 'stop': the run then ends after
 * the step under way, with a checkpoint.
 */
export type TrainCallback<E extends Measurements = Evaluation> = (event: TrainEvent<E>) => unknown;
