import type { ModelSettings, TrainingSettings } from './settings.ts';

/**
 * The one dial: every other setting follows from the number of layers.
 *
 * | depth   | width | heads | block | batch | rate        | steps | dropout |
 * | ------- | ----- | ----- | ----- | ----- | ----------- | ----- | ------- |
 * | d ≤ 4   | 32·d  | d     | 64    | 12    | 4e-3        | 2,000 | 0       |
 * | 5 and 6 | 32·d  | d     | 128   | 16    | 4e-3·(4/d)  | 500·d | 0.1     |
 * | d ≥ 7   | 32·d  | d     | 256   | 16    | 4e-3·(4/d)  | 500·d | 0.2     |
 *
 * Heads are 32 numbers wide; the rate falls to a fortieth. Depth 4, the default, is nanoGPT's configuration for a CPU but for
 * the rate: on the default text 1e-3 → 1e-4 ends at a validation loss of 1.763, 4e-3 → 1e-4 at 1.639 (seed 1337).
 *
 * @reference https://github.com/karpathy/nanoGPT (train_shakespeare_char on a CPU)
 */
export function settingsForDepth(depth: number): ModelSettings & TrainingSettings {
  const lr = depth <= 4 ? 4e-3 : (4e-3 * 4) / depth;
  const dropout = depth <= 4 ? 0 : depth <= 6 ? 0.1 : 0.2;
  return {
    nLayer: depth,
    nHead: depth,
    nEmbd: 32 * depth,
    blockSize: depth <= 4 ? 64 : depth <= 6 ? 128 : 256,
    dropout,
    batchSize: depth <= 4 ? 12 : 16,
    maxIters: depth <= 4 ? 2000 : 500 * depth,
    lr,
    minLr: lr / 40,
    warmupIters: 100,
    beta1: 0.9,
    beta2: 0.99,
    weightDecay: 0.1,
    gradClip: 1,
    evalInterval: 250,
    evalIters: 20,
    seed: 1337,
  };
}

export const defaultDepth = 4;
/** A GPT this deep has 3,072 columns and half a billion weights: more than the heap of one process can train. */
export const deepest = 96;
