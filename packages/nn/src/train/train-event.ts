/** What `train` tells as it goes along: plain data that can be printed, logged or sent to another thread. */
export type TrainEvent =
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
  | { readonly type: 'eval'; readonly step: number; readonly trainLoss: number; readonly validationLoss: number }
  | { readonly type: 'checkpoint'; readonly step: number; readonly path: string; readonly best: boolean }
  | { readonly type: 'end'; readonly step: number; readonly reason: 'finished' | 'stopped' };
