import { type FloatDType, keep, type Tensor, zeros } from '@ml/tensor';
import type { GPTConfig } from './gpt-config.ts';

/** Keys and values of one layer, for every position of the context. */
export interface LayerCache {
  readonly keys: Tensor; // [B, H, blockSize, D]
  readonly values: Tensor; // [B, H, blockSize, D]
}

/**
 * What attention has computed of the tokens so far, so that one more token costs one step and not all of them again.
 *
 * Its memory is taken once, for a full context, and written in place. `dispose()` (or `using`) gives it back.
 */
export class KVCache {
  readonly layers: readonly LayerCache[];
  readonly batchSize: number;
  /** Positions there are. */
  readonly capacity: number;
  /** Positions that are filled. */
  length = 0;

  constructor(
    { nLayer, nHead, nEmbd, blockSize }: GPTConfig,
    { batchSize = 1, dtype }: { batchSize?: number; dtype?: FloatDType } = {},
  ) {
    const empty = (): Tensor => keep(zeros([batchSize, nHead, blockSize, nEmbd / nHead], { dtype }) as Tensor);
    this.layers = Array.from({ length: nLayer }, () => ({ keys: empty(), values: empty() }));
    this.batchSize = batchSize;
    this.capacity = blockSize;
  }

  /** Forgets all tokens; the memory stays. */
  clear(): void {
    this.length = 0;
  }

  dispose(): void {
    this.length = 0;
    for (const { keys, values } of this.layers) {
      keys.dispose();
      values.dispose();
    }
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
